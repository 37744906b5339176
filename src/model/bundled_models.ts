/** The emotion models that come with Mien, the default first. */
export const bundledModels: readonly [string, ...string[]] = ["five", "nhs", "nas"];
