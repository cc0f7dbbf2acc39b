import { httpEntries, timeoutSeconds } from "../../functions/entries.ts";
import { servedRoutes } from "../../functions/routes/index.ts";
import { routeKeys } from "../../functions/routes/route.ts";
import { lambdasOf, resourceOf, resourcesOf, templateOf, textOf } from "./synthesized.ts";

interface RouteProperties {
  readonly RouteKey: string;
  readonly Target: unknown;
}
interface IntegrationProperties {
  readonly IntegrationUri: unknown;
  readonly PayloadFormatVersion: string;
}
interface PermissionProperties {
  readonly FunctionName: unknown;
  readonly SourceArn: unknown;
}

const template = templateOf();
const lambdas = lambdasOf(template);

/** Route key to the name of the Lambda that answers it. */
function served(): ReadonlyMap<string, string | undefined> {
  const names = new Map([...lambdas].map(([name, { id }]) => [`\${${id}.Arn}`, name]));
  const integrations = new Map(
    resourcesOf<IntegrationProperties>(template, "AWS::ApiGatewayV2::Integration").map(({ id, props }) => [
      `integrations/\${${id}}`,
      names.get(textOf(props.IntegrationUri)),
    ]),
  );
  return new Map(
    resourcesOf<RouteProperties>(template, "AWS::ApiGatewayV2::Route").map(({ props }) => [
      props.RouteKey,
      integrations.get(textOf(props.Target)),
    ]),
  );
}

describe("the HTTP API", () => {
  it("has every path of every route, each led to its resource's Lambda, and the fallback for all others", () => {
    const wanted = servedRoutes.flatMap((route) => routeKeys(route).map((key) => [key, route.resource] as const));
    expect(wanted.length).toBeGreaterThan(servedRoutes.length);
    const all = Object.fromEntries([...wanted, ["$default", "fallback"]]) as Record<string, string>;
    expect(Object.fromEntries(served())).toEqual(all);
  });

  it("may invoke each Lambda for each of its routes, the fallback's `$default` included", () => {
    const allowed = resourcesOf<PermissionProperties>(template, "AWS::Lambda::Permission").map(({ props }) => ({
      lambda: textOf(props.FunctionName),
      arn: textOf(props.SourceArn).split(":").at(-1) ?? "",
    }));
    const { id: apiId } = resourceOf(template, "AWS::ApiGatewayV2::Api");
    const refused = [...served()].filter(([routeKey, name = ""]) => {
      // API Gateway names `stage/METHOD/path` for a route, `stage/$default` for the one without method and path.
      const invoking = `\${${apiId}}/$default/${routeKey.replace(" ", "")}`;
      const arn = `\${${lambdas.get(name)?.id ?? ""}.Arn}`;
      return !allowed.some((one) => one.lambda === arn && matches(one.arn, invoking));
    });
    expect(refused).toEqual([]);
    expect(allowed).toHaveLength(Object.keys(httpEntries).length + 1);
  });

  it("invokes with payload format 2.0, which the code reads", () => {
    const integrations = resourcesOf<IntegrationProperties>(template, "AWS::ApiGatewayV2::Integration");
    expect(new Set(integrations.map(({ props }) => props.PayloadFormatVersion))).toEqual(new Set(["2.0"]));
  });

  it("waits longer for nothing than API Gateway does", () => {
    expect(timeoutSeconds.http).toBeLessThan(30);
    for (const name of [...Object.keys(httpEntries), "fallback"]) {
      expect([name, lambdas.get(name)?.props.Timeout]).toEqual([name, timeoutSeconds.http]);
    }
  });

  it("has a name of its own when one is chosen, and then no other", () => {
    const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/abc";
    const named = templateOf({ domainName: "api.example.com", certificateArn });
    const { props } = resourceOf<{
      readonly DomainName: string;
      readonly DomainNameConfigurations: readonly {
        readonly CertificateArn: string;
        readonly SecurityPolicy?: string;
      }[];
    }>(named, "AWS::ApiGatewayV2::DomainName");
    expect(props.DomainName).toBe("api.example.com");
    expect(props.DomainNameConfigurations[0]?.CertificateArn).toBe(certificateArn);
    // What docs/deploy.md tells to point the name at.
    expect(named.findOutputs("*")).toHaveProperty("DomainTarget");
    expect(resourceOf(named, "AWS::ApiGatewayV2::Api").props).toMatchObject({ DisableExecuteApiEndpoint: true });
    expect(resourcesOf(named, "AWS::ApiGatewayV2::ApiMapping")).toHaveLength(1);
    expect(resourcesOf(template, "AWS::ApiGatewayV2::DomainName")).toEqual([]);
    expect(resourceOf(template, "AWS::ApiGatewayV2::Api").props).toMatchObject({ DisableExecuteApiEndpoint: false });
  });

  it("counts the files of the console and of the reference by themselves, not against the tenants' requests", () => {
    const { props, dependsOn } = resourceOf<{
      readonly RouteSettings: Readonly<Record<string, Readonly<Record<string, number>>>>;
    }>(template, "AWS::ApiGatewayV2::Stage");
    expect(Object.keys(props.RouteSettings).sort()).toEqual(
      ["GET /", "GET /console", "GET /console/{file+}", "GET /docs", "GET /docs/reference.js"].sort(),
    );
    expect(new Set(Object.values(props.RouteSettings).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 })]),
    );
    // API Gateway refuses settings of a route that is not there yet.
    const before = resourcesOf<RouteProperties>(template, "AWS::ApiGatewayV2::Route").filter(({ id }) =>
      dependsOn.includes(id),
    );
    expect(before.map((route) => route.props.RouteKey)).toEqual(
      expect.arrayContaining(Object.keys(props.RouteSettings)),
    );
  });

  it("is throttled and logs routes, never paths", () => {
    const { props } = resourceOf<{
      readonly StageName: string;
      readonly DefaultRouteSettings: { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number };
      readonly AccessLogSettings: { readonly Format: string };
    }>(template, "AWS::ApiGatewayV2::Stage");
    expect(props.StageName).toBe("$default");
    expect(props.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
    const logged = Object.values(JSON.parse(props.AccessLogSettings.Format) as Record<string, string>);
    expect(logged).toEqual(expect.arrayContaining(["$context.requestId", "$context.routeKey", "$context.status"]));
    expect(logged.join(" ")).not.toMatch(/context\.path|querystring|authorization/i);
  });
});

/** IAM's `*` stands for any characters. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

describe("Lambdas", () => {
  interface Running {
    readonly TracingConfig?: { readonly Mode: string };
    readonly ReservedConcurrentExecutions?: number;
  }
  const reservedIn = (context: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      [...lambdasOf(templateOf(context))].flatMap(([name, { props }]) => {
        const { ReservedConcurrentExecutions: reserved } = props as Running;
        return reserved === undefined ? [] : [[name, reserved]];
      }),
    );

  it("are traced", () => {
    const modes = [...lambdas.values()].map(({ props }) => (props as Running).TracingConfig?.Mode);
    expect(new Set(modes)).toEqual(new Set(["Active"]));
  });

  it("set executions aside for waiting sends, in production or where it is asked for", () => {
    expect(reservedIn({})).toEqual({});
    expect(reservedIn({ stage: "prod" })).toEqual({ messages: 100 });
    expect(reservedIn({ stage: "prod", waitingSends: "0" })).toEqual({});
    expect(reservedIn({ waitingSends: "25" })).toEqual({ messages: 25 });
  });
});
