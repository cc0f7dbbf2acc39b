import { timeoutSeconds } from "../../functions/entries.ts";
import { allOf, lambdasOf, resourcesOf, templateOf } from "./synthesized.ts";

/** Source: CloudFormation user guide, "Quotas". */
const maxResources = 500;
/** Left for what a later version adds: a bell costs one, a Lambda with its role, log and routes some ten. */
const sparedResources = 40;
const maxTemplateBytes = 1_000_000;

describe.each(["dev", "prod"])("the stack of %s", (stage) => {
  const template = templateOf({ stage });

  it("runs every Lambda on Node 24 and ARM", () => {
    for (const [name, { props }] of lambdasOf(template)) {
      expect([name, props.Runtime, props.Architectures, props.Handler]).toEqual([
        name,
        "nodejs24.x",
        ["arm64"],
        "index.handler",
      ]);
    }
  });

  it("keeps every log for as long as was chosen", () => {
    const logs = resourcesOf<{ readonly RetentionInDays?: number }>(template, "AWS::Logs::LogGroup");
    expect(logs.length).toBe(lambdasOf(template).size + 2);
    const days = stage === "prod" ? 90 : 7;
    expect(new Set(logs.map(({ props }) => props.RetentionInDays))).toEqual(new Set([days]));
  });

  it("brings no Lambda of CDK's own", () => {
    expect(resourcesOf(template, "AWS::Lambda::Function").filter(({ id }) => /Custom|LogRetention/.test(id))).toEqual(
      [],
    );
  });
});

describe("the stack", () => {
  it("gives jobs and sweep the time that their entries ask for", () => {
    const lambdas = lambdasOf(templateOf());
    expect(lambdas.get("run-job")?.props.Timeout).toBe(timeoutSeconds["run-job"]);
    expect(lambdas.get("sweep")?.props.Timeout).toBe(timeoutSeconds.sweep);
  });

  it("fits a template with as many workers as there may be", () => {
    const template = templateOf({ stage: "prod", maxWorkers: "200" });
    expect(Object.keys(allOf(template)).length).toBeLessThanOrEqual(maxResources - sparedResources);
    expect(JSON.stringify(template.toJSON()).length).toBeLessThan(maxTemplateBytes);
  });

  it("is the same template every time", () => {
    const once = JSON.stringify(templateOf({ maxWorkers: "2" }).toJSON());
    const again = JSON.stringify(templateOf({ stage: "dev", maxWorkers: "2" }).toJSON());
    expect(again).toBe(once);
  });
});
