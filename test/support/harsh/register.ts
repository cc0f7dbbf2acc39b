import { registerHooks } from "node:module";

// `node --import` this: whatever imports dynalite gets what stands in for it beside this file.

const standIn = new URL("dynalite.ts", import.meta.url).href;
const itself = new URL("../dynamodb-server.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "dynalite" && context.parentURL !== itself
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context),
});
