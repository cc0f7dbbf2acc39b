/** Who may import whom. `npm run imports` fails on a breach. */
const rooms = ["aws", "core", "functions", "worker", "simulator", "local", "infra", "test", "console", "clients"];
const only = (from, to, why) => ({
  name: `${from}-imports-only-${to.join("-") || "itself"}`,
  comment: why,
  severity: "error",
  from: { path: `^${from}/` },
  to: { path: `^(${rooms.filter((r) => r !== from && !to.includes(r)).join("|")})/` },
});

/** Rooms of one folder, from the top down: each may import those after it, none of those before it. */
const downwards = (folder, order) =>
  order.slice(1).map((room, index) => ({
    name: `${folder}-${room}-imports-downwards-only`,
    severity: "error",
    from: { path: `^${folder}/${room}/` },
    to: { path: `^${folder}/(${order.slice(0, index + 1).join("|")})/`, pathNot: `^${folder}/${room}/` },
  }));

module.exports = {
  forbidden: [
    ...downwards("worker", ["session", "sending", "campaign", "whatsapp"]),
    ...downwards("functions", [
      "jobs",
      "webhooks",
      "contacts",
      "imports",
      "exports",
      "campaigns",
      "campaigns/plan",
      "messages",
      "content",
      "sessions",
      "edge",
      "routes",
    ]),
    only("core", [], "the domain stands on nothing of ours"),
    only("aws", ["core"], "the ports on AWS"),
    only("simulator", ["core"], "WhatsApp for tests and demos"),
    only("functions", ["aws", "core"], "Lambda entry points"),
    only("worker", ["aws", "core"], "the Fargate process"),
    only("local", ["functions", "worker", "simulator", "aws", "core"], "the whole system on a laptop"),
    only("infra", ["functions", "aws"], "the CDK app: data only from its neighbours"),
    only("console", ["clients"], "the web page speaks HTTP only, by the client that others have, too"),
    only("clients", [], "a package of its own, made of the OpenAPI document"),
    {
      name: "infra-reads-data-only",
      comment: "infra takes names and route objects, never code that runs in a Lambda",
      severity: "error",
      from: { path: "^infra/" },
      to: {
        path: "^(functions|aws)/",
        pathNot: "^(functions/(routes/|entries\\.ts)|aws/(names|dynamodb/schema)\\.ts)",
      },
    },
    {
      name: "client-needs-nothing-at-run-time",
      comment: "a package without dependencies, for Node and browsers alike: not even Node's own modules",
      severity: "error",
      from: { path: "^clients/typescript/src/" },
      to: { pathNot: "^clients/typescript/src/" },
    },
    {
      name: "sdk-only-in-aws",
      comment: "only aws/ speaks to AWS",
      severity: "error",
      from: { path: "^(core|functions|worker|simulator|infra|console)/" },
      to: { path: "node_modules/@aws-sdk/" },
    },
    {
      name: "logger-in-one-file",
      comment: "one logger makes each line one short line, also where an error holds what people wrote",
      severity: "error",
      from: { path: "^(?!aws/logger\\.ts|test/)" },
      to: { path: "node_modules/@aws-lambda-powertools/logger/" },
    },
    {
      name: "whatsapp-web-in-one-file",
      severity: "error",
      from: { path: "^(?!worker/whatsapp/library-client\\.ts|test/)" },
      to: { path: "node_modules/whatsapp-web\\.js/" },
    },
    {
      name: "core-is-pure",
      comment: "no I/O in the domain",
      severity: "error",
      from: { path: "^core/" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?crypto$" },
    },
    {
      name: "history-checker-knows-only-histories",
      comment: "what judges the system shares no code with it; its tests may borrow what other tests have",
      severity: "error",
      from: { path: "^test/history/", pathNot: "\\.test\\.ts$" },
      to: { path: `^(${rooms.join("|")})/`, pathNot: "^test/history/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "product-code-needs-no-dev-dependency",
      severity: "error",
      from: { path: "^(aws|core|functions|worker)/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^clients/[^/]+/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
