/** The program of a timeline's page. It finds `clock()`, which formats times, beside it. */
export const timelineScript = String.raw`
const { domain, labels, colors, inks, rows } = JSON.parse(document.getElementById("data").textContent);
const all = [...document.querySelectorAll("section")].map((section, i) => ({
  points: rows[i], canvas: section.querySelector("canvas"), values: section.querySelector(".values"),
})).filter(({ canvas }) => canvas);
const video = document.querySelector("video");
const steps = [.01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
const left = 44, right = 8, strip = 20, bottom = 24;
let view = [...domain], cursor = domain[0], isDue = false;

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
const later = () => {
  if (!isDue) requestAnimationFrame(draw);
  isDue = true;
};

/** Shows from..to, moved into the video. */
function look(from, to) {
  const span = clamp(to - from, Math.min(0.5, domain[1] - domain[0]), domain[1] - domain[0]);
  const start = clamp(from, domain[0], domain[1] - span);
  view = [start, start + span];
  later();
}

function zoom(factor, around = (view[0] + view[1]) / 2) {
  look(around - (around - view[0]) * factor, around + (view[1] - around) * factor);
}

function point(time) {
  cursor = clamp(time, domain[0], domain[1]);
  const span = view[1] - view[0];
  if (cursor < view[0]) look(cursor, cursor + span);
  if (cursor > view[1]) look(cursor - span, cursor);
  later();
}

function seek(time) {
  point(time);
  if (!video || video.hidden) return;
  video.currentTime = cursor;
  video.play().catch(() => {});
}

/** The index of the first point that ends after a time. */
function indexAt(points, time) {
  let low = 0, high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][1] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function textAt(points) {
  const found = points[indexAt(points, cursor)] ?? (cursor === points.at(-1)[1] ? points.at(-1) : undefined);
  const time = clock(cursor, 1);
  if (!found || found[0] > cursor) return time + ", not seen";
  const shares = labels.map((label, k) => [found[3 + k], label]).sort((a, b) => b[0] - a[0]);
  return time + ", " + shares.map(([share, label]) => label + " " + Math.round(share) + "%").join(", ");
}

function draw() {
  isDue = false;
  const [ink, empty] = ["--ink", "--empty"].map((name) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(" + name + ")";
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });
  for (const row of all) drawRow(row, ink, empty);
}

function drawRow({ points, canvas, values }, ink, empty) {
  const { clientWidth, clientHeight } = canvas;
  canvas.width = clientWidth * devicePixelRatio;
  canvas.height = clientHeight * devicePixelRatio;
  const context = canvas.getContext("2d");
  context.scale(devicePixelRatio, devicePixelRatio);
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  const width = clientWidth - left - right, top = strip + 2, height = clientHeight - top - bottom;
  const x = (time) => left + (time - view[0]) / (view[1] - view[0]) * width;
  context.fillStyle = empty;
  context.fillRect(left, 0, width, top + height);
  context.save();
  context.beginPath();
  context.rect(left, 0, width, top + height);
  context.clip();
  for (let i = indexAt(points, view[0]); i < points.length && points[i][0] < view[1]; i++) {
    const [start, end, , ...shares] = points[i];
    const from = x(start), to = Math.max(x(end), from + 0.5);
    let y = top + height;
    for (const [k, share] of shares.entries()) {
      context.fillStyle = colors[k];
      const part = share / 100 * height;
      context.fillRect(from, y - part, to - from + 0.4, part + 0.4);
      y -= part;
    }
  }
  drawStrip(context, points, x, ink);
  context.fillStyle = ink;
  context.fillRect(x(cursor) - 0.75, 0, 1.5, top + height);
  context.restore();
  drawAxes(context, x, width, top, height, ink);
  const text = textAt(points);
  values.textContent = text;
  for (const [name, value] of [["valuemin", domain[0]], ["valuemax", domain[1]], ["valuenow", cursor], ["valuetext", text]]) {
    canvas.setAttribute("aria-" + name, value);
  }
}

/** The label of each stretch of time, as wide as it lasted. */
function drawStrip(context, points, x, ink) {
  for (let i = indexAt(points, view[0]); i < points.length && points[i][0] < view[1];) {
    const [start, , label] = points[i];
    let end = points[i][1];
    for (i++; i < points.length && points[i][2] === label && points[i][0] - end < 0.001; i++) end = points[i][1];
    const text = labels[label] ?? "uncertain";
    const from = x(start), to = x(end);
    if (label in colors) {
      context.fillStyle = colors[label];
      context.fillRect(from, 0, to - from, strip);
    }
    const middle = (Math.max(from, left) + Math.min(to, context.canvas.clientWidth - right)) / 2;
    const room = Math.min(to, context.canvas.clientWidth - right) - Math.max(from, left);
    if (context.measureText(text).width + 6 > room) continue;
    context.fillStyle = inks[label] ?? ink;
    context.textAlign = "center";
    context.fillText(text, middle, strip / 2 + 1);
  }
}

function drawAxes(context, x, width, top, height, ink) {
  context.fillStyle = ink;
  context.textAlign = "right";
  for (const share of [0, 0.5, 1]) {
    context.fillText(share * 100 + "%", left - 6, clamp(top + height * (1 - share), top + 6, top + height - 6));
  }
  const span = view[1] - view[0];
  const step = steps.find((s) => width / (span / s) > 64) ?? 172800;
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  context.textAlign = "center";
  for (let i = Math.ceil(view[0] / step); i * step <= view[1]; i++) {
    const at = x(i * step);
    context.fillRect(at - 0.5, top + height, 1, 5);
    const label = clock(i * step, digits), half = context.measureText(label).width / 2;
    context.fillText(label, clamp(at, left + half - 20, left + width - half + right), top + height + 15);
  }
}

const timeAt = (canvas, clientX) => {
  const { left: edge, width } = canvas.getBoundingClientRect();
  return view[0] + (clientX - edge - left) / (width - left - right) * (view[1] - view[0]);
};

for (const { canvas } of all) {
  const pointers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    if (pointers.size === 0) moved = 0;
    pointers.set(event.pointerId, event.clientX);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const { pointerId, clientX, pointerType } = event, before = pointers.get(pointerId);
    if (before === undefined) return pointerType === "mouse" && point(timeAt(canvas, clientX));
    const others = [...pointers].filter(([id]) => id !== pointerId).map(([, at]) => at);
    moved += Math.abs(clientX - before);
    if (others.length === 1) {
      const [was, is] = [before, clientX].map((at) => Math.abs(at - others[0]) + 1);
      zoom(was / is, timeAt(canvas, (clientX + others[0]) / 2));
    } else if (moved > 6) {
      const shift = timeAt(canvas, before) - timeAt(canvas, clientX);
      look(view[0] + shift, view[1] + shift);
    }
    pointers.set(pointerId, clientX);
  });
  canvas.addEventListener("pointerup", ({ pointerId, clientX }) => {
    pointers.delete(pointerId);
    if (moved <= 6) seek(timeAt(canvas, clientX));
  });
  canvas.addEventListener("pointercancel", ({ pointerId }) => pointers.delete(pointerId));
  canvas.addEventListener("wheel", (event) => {
    const span = view[1] - view[0];
    if (event.ctrlKey || event.metaKey) zoom(2 ** (event.deltaY / 200), timeAt(canvas, event.clientX));
    else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      look(view[0] + event.deltaX / 1000 * span, view[1] + event.deltaX / 1000 * span);
    } else return;
    event.preventDefault();
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const span = view[1] - view[0], step = span / (event.shiftKey ? 10 : 200);
    const actions = {
      ArrowLeft: () => point(cursor - step),
      ArrowRight: () => point(cursor + step),
      ArrowDown: () => point(cursor - step),
      ArrowUp: () => point(cursor + step),
      PageDown: () => point(cursor - span / 4),
      PageUp: () => point(cursor + span / 4),
      Home: () => point(domain[0]),
      End: () => point(domain[1]),
      Enter: () => seek(cursor),
      "+": () => zoom(0.5, cursor),
      "-": () => zoom(2, cursor),
    };
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
}
document.getElementById("in").onclick = () => zoom(0.5, cursor);
document.getElementById("out").onclick = () => zoom(2, cursor);
document.getElementById("all").onclick = () => look(...domain);
if (video) {
  const show = () => video.hidden = !video.videoWidth;
  video.addEventListener("loadedmetadata", show);
  video.addEventListener("timeupdate", () => point(video.currentTime));
  show();
}
addEventListener("resize", later);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", later);
draw();
`.trim();
