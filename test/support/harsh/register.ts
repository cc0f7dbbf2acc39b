import { registerHooks } from "node:module";

// `node --import` this: whatever imports dynalite gets the harsh one beside this file.

const harshDynalite = new URL("dynalite.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "dynalite" && context.parentURL !== harshDynalite
      ? { url: harshDynalite, shortCircuit: true }
      : next(specifier, context),
});
