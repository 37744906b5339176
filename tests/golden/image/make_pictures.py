"""Writes small pictures of many kinds, and in pictures.json what Pillow decodes them to.

Run as: python make_pictures.py (needs Pillow, pillow-heif and ffmpeg).
"""

import io
import json
import struct
import subprocess
import zlib
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps, ImageSequence

pillow_heif.register_heif_opener()

HERE = Path(__file__).parent
OUT = HERE / "pictures"
OUT.mkdir(exist_ok=True)

base = Image.open(HERE / "../../../fixtures/astronaut.png").convert("RGB")
base = base.crop((180, 60, 300, 140)).resize((19, 13), Image.Resampling.BOX)
base.info.clear()  # The colour profile would be most of each file.
grey = base.convert("L")
alpha = base.convert("RGBA")
alpha.putalpha(grey)

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    base.save(OUT / f"orientation_{orientation}.jpg", exif=exif, quality=90, subsampling=0)
    base.save(OUT / f"orientation_{orientation}.png", exif=exif)
six = Image.Exif()
six[0x0112] = 6
base.save(OUT / "orientation.webp", exif=six, lossless=True)
base.convert("CMYK").save(OUT / "orientation_cmyk.jpg", exif=six, quality=90)
# Big-endian, and a long instead of a short.
long_six = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x04\0\0\0\x01\0\0\0\x06\0\0\0\0"
base.save(OUT / "orientation_long.jpg", exif=long_six, quality=90, subsampling=0)
base.save(OUT / "subsampled.jpg", quality=90, subsampling=2)
base.save(OUT / "progressive.jpg", quality=90, progressive=True)
grey.save(OUT / "grey.jpg", quality=90)
base.convert("CMYK").save(OUT / "cmyk.jpg", quality=90)
base.save(OUT / "rgb.png")
grey.save(OUT / "grey.png")
grey.convert("1").save(OUT / "bilevel.png")
alpha.save(OUT / "rgba.png")
alpha.convert("LA").save(OUT / "grey_alpha.png")
base.quantize(16).save(OUT / "palette.png")
base.quantize(16).save(OUT / "still.gif")
base.save(OUT / "lossy.webp", quality=90)
base.save(OUT / "lossless.webp", lossless=True)
base.save(OUT / "extended.webp", quality=90, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")
base.save(OUT / "binary.ppm")
grey.save(OUT / "binary.pgm")
for name, pixel_format in (("rgb48.png", "rgb48be"), ("grey16.png", "gray16be"), ("wide.ppm", "rgb48be")):
    command = ["ffmpeg", "-y", "-v", "error", "-i", OUT / "rgb.png", "-pix_fmt", pixel_format, OUT / name]
    subprocess.run(command, check=True)


def interlaced(picture: Image.Image) -> bytes:
    """An Adam7 PNG, which Pillow does not write."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    width, height = picture.size
    rows = b""
    for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for y in range(y0, height, dy):
            if x0 < width:
                rows += b"\0" + b"".join(bytes(picture.getpixel((x, y))) for x in range(x0, width, dx))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


(OUT / "interlaced.png").write_bytes(interlaced(base))

base.save(OUT / "rgb.bmp")
base.quantize(16).save(OUT / "palette.bmp")
for name, options in (
    ("lzw", {"compression": "tiff_lzw"}),
    ("jpeg", {"compression": "jpeg", "quality": 95}),
    ("orientation", {"compression": "tiff_adobe_deflate", "exif": six}),
):
    base.save(OUT / f"{name}.tiff", **options)
base.convert("CMYK").save(OUT / "cmyk.tiff", compression="packbits")
grey.convert("1").save(OUT / "fax.tiff", compression="group4")
grey.copy().save(OUT / "pages.tiff", save_all=True, append_images=[alpha.copy(), base.copy()])
# Four bits for each sample, and 0 is white.
rows = b"".join(
    bytes((15 - (left >> 4)) << 4 | (15 - (right >> 4)) for left, right in zip(row[::2], [*row[1::2], 0]))
    for row in (list(grey.crop((0, y, 19, y + 1)).getdata()) for y in range(13))
)
entries = [(256, 19), (257, 13), (258, 4), (259, 1), (262, 0), (273, 122), (277, 1), (278, 13), (279, len(rows))]
directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
header = b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + directory + bytes(4)
(OUT / "inverted.tiff").write_bytes(header + rows)
base.save(OUT / "still.avif", quality=90, subsampling="4:4:4")
for orientation in (5, 6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    base.save(OUT / f"orientation_{orientation}.avif", quality=90, subsampling="4:4:4", exif=exif)
base.save(OUT / "still.heic", quality=90, chroma=444)


def box(kind: bytes, data: bytes) -> bytes:
    """A box of an ISO file."""
    return struct.pack(">I", 8 + len(data)) + kind + data


def turned(heic: bytes) -> bytes:
    """A HEIC with an item property "irot" of a quarter turn, which pillow-heif does not write."""
    meta_at = heic.index(b"meta") - 4
    meta_end = meta_at + struct.unpack(">I", heic[meta_at : meta_at + 4])[0]
    parts = {}
    at = meta_at + 12
    while at < meta_end:
        size = struct.unpack(">I", heic[at : at + 4])[0]
        parts[heic[at + 4 : at + 8]] = heic[at + 8 : at + size]
        at += size
    properties_bytes = struct.unpack(">I", parts[b"iprp"][:4])[0]
    properties = parts[b"iprp"][8:properties_bytes]
    count, at = 0, 0
    while at < len(properties):
        count, at = count + 1, at + struct.unpack(">I", properties[at : at + 4])[0]
    associations = bytearray(parts[b"iprp"][properties_bytes + 8 :])
    associations[10] += 1  # One more property of the first item.
    end = 11 + associations[10] - 1
    associations = associations[:end] + bytes([0x80 | count + 1]) + associations[end:]
    parts[b"iprp"] = box(b"ipco", properties + box(b"irot", b"\1")) + box(b"ipma", associations)
    grown = sum(8 + len(data) for data in parts.values()) + 12 - (meta_end - meta_at)
    location = bytearray(parts[b"iloc"])
    for old in {m for m in range(len(location) - 3)}:
        value = struct.unpack(">I", location[old : old + 4])[0]
        if meta_end <= value < len(heic):
            location[old : old + 4] = struct.pack(">I", value + grown)
            break
    parts[b"iloc"] = bytes(location)
    meta = box(b"meta", b"\0\0\0\0" + b"".join(box(kind, data) for kind, data in parts.items()))
    return heic[:meta_at] + meta + heic[meta_end:]


(OUT / "turned.heic").write_bytes(turned((OUT / "still.heic").read_bytes()))
rows = " ".join(str(sample) for sample in base.tobytes())
(OUT / "plain.ppm").write_text(f"P3\n# text\n19 13\n255\n{rows}\n")
grey.convert("1").save(OUT / "bitmap.pbm")
header = b"P7\nWIDTH 19\nHEIGHT 13\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n"
(OUT / "arbitrary.pam").write_bytes(header + base.tobytes())

# Frames of parts of the picture, transparent where nothing has changed.
frames = [alpha.copy() for _ in range(4)]
for i, frame in enumerate(frames[1:]):
    frame.paste((255, 40 * i, 0, 128), (2 + 4 * i, 3, 8 + 4 * i, 9))
durations = [100, 40, 70, 200]
options = {"append_images": frames[1:], "duration": durations, "lossless": True}
frames[0].save(OUT / "animated.webp", save_all=True, **options)
frames[0].save(OUT / "animated.png", save_all=True, append_images=frames[1:])


def animation_frame(picture: Image.Image, x: int, y: int, is_blended: bool, is_removed: bool) -> bytes:
    """A frame of an animated WebP. Pillow chooses by itself how its frames are laid on each other."""
    buffer = io.BytesIO()
    picture.save(buffer, "webp", lossless=True)
    uint24 = b"".join(value.to_bytes(3, "little") for value in (x // 2, y // 2, picture.width - 1, picture.height - 1, 50))
    data = uint24 + bytes([(not is_blended) << 1 | is_removed]) + buffer.getvalue()[12:]
    return b"ANMF" + struct.pack("<I", len(data)) + data


patch = Image.new("RGBA", (8, 6), (255, 40, 0, 128))
layers = (
    animation_frame(base, 0, 0, False, False),
    animation_frame(patch, 2, 4, True, True),  # The next frame shows the hole that it leaves.
    animation_frame(patch, 8, 2, True, False),
    animation_frame(patch, 10, 6, False, False),
)
header = b"VP8X" + struct.pack("<II", 10, 0x12) + (18).to_bytes(3, "little") + (12).to_bytes(3, "little")
chunks = b"WEBP" + header + b"ANIM" + struct.pack("<IIH", 6, 0, 0) + b"".join(layers)
(OUT / "layered.webp").write_bytes(b"RIFF" + struct.pack("<I", len(chunks)) + chunks)

golden = {}
for path in sorted(OUT.iterdir()):
    if path.name in ("rgb48.png", "grey16.png", "wide.ppm"):
        # Pillow reads these in its own ways; they hold the same picture in more bits.
        picture = grey if path.name.startswith("grey") else base
    elif path.suffix == ".pam":  # Pillow 11 reads it, older ones do not.
        picture = base
    else:
        picture = ImageOps.exif_transpose(Image.open(path))
    picture = picture.convert("RGB")
    golden[path.name] = {"width": picture.width, "height": picture.height, "rgb": list(picture.tobytes())}
(HERE / "pictures.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
animations = {}
for name, times in (("animated.webp", durations), ("layered.webp", 4 * [50])):
    with Image.open(OUT / name) as picture:
        decoded = [list(frame.convert("RGBA").tobytes()) for frame in ImageSequence.Iterator(picture)]
    animations[name] = {"durations": times, "rgba": decoded}
(HERE / "animation.json").write_text(json.dumps(animations, separators=(",", ":")) + "\n")
