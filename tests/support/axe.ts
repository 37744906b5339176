import axe from "npm:axe-core@4.14.1";
import type { Browser } from "./browser.ts";

/** What axe finds wrong with a page: the rule and the elements. */
export async function violations(browser: Browser): Promise<string[]> {
  await browser.evaluate(`${axe.source};0`);
  return await browser.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ": " + nodes.map(({ target }) => target.join(" ")).join(", ")))`,
  );
}
