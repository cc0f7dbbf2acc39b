import { CfnOutput } from "aws-cdk-lib";
import * as gateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import type * as kms from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { servedRoutes } from "../functions/routes/index.ts";
import { resources, routeKeys, type Resource, type Route } from "../functions/routes/route.ts";
import type { Config } from "./config.ts";
import { defineLambda, type LambdaProps } from "./lambda.ts";
import { defineLogGroup } from "./log-group.ts";
import { FrontDoor } from "./options/front-door.ts";

/** Requests a second, of all callers together: an HTTP API knows no limit per caller. */
const throttle = { rateLimit: 200, burstLimit: 400 } as const;
/** What people's browsers load without a key counts by itself, each route of it: it leaves the tenants' requests their own. */
const pages: readonly Resource[] = ["console", "docs"];
/** Loading the bundle is what a cold start waits for, and CPU comes with memory. */
const memoryMiB = 1_024;

/**
 * A route and not the path that came: paths may bear numbers of persons.
 * Source of the names: API Gateway developer guide, "Logging variables for HTTP APIs".
 */
const accessLog = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  route: "$context.routeKey",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  lambdaMs: "$context.integrationLatency",
  lambdaError: "$context.integrationErrorMessage",
  responseBytes: "$context.responseLength",
  ip: "$context.identity.sourceIp",
} as const;

/** The HTTP API: every route of the table, one Lambda a resource, and `$default` for what no route matches. */
export class Api extends Construct {
  readonly url: string;
  readonly http: gateway.HttpApi;

  /** @param key the account's own, for the secret that CloudFront sends */
  constructor(scope: Construct, id: string, props: LambdaProps, key?: kms.IKey) {
    super(scope, id);
    const { config } = props;
    const frontDoor = config.webAclArn === undefined ? undefined : new FrontDoor(this, "FrontDoor", config, key);
    // Behind CloudFront the name is CloudFront's.
    const domain = frontDoor === undefined ? config.domain : undefined;
    const api = new gateway.HttpApi(this, "Http", {
      ...(frontDoor === undefined ? {} : { defaultAuthorizer: frontDoor.authorizer }),
      // A name of one's own is then the only way in.
      disableExecuteApiEndpoint: domain !== undefined,
      apiName: `whatsapp-broadcast-${config.stage}`,
      createDefaultStage: false,
      defaultIntegration: this.#fallback(props),
    });
    const made = new Map<Route, readonly gateway.HttpRoute[]>();
    for (const resource of resources) {
      const served = servedRoutes.filter((route) => route.resource === resource);
      if (served.length === 0) throw new Error(`no route is served by ${resource}`);
      const integration = this.#integration(resource, props);
      for (const route of served) made.set(route, addRoute(api, route, integration));
    }
    const logGroup = defineLogGroup(this, "AccessLogs", config);
    const stage = new gateway.HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      throttle,
      ...(domain === undefined ? {} : { domainMapping: { domainName: this.#domainName(domain) } }),
      accessLogSettings: {
        destination: new gateway.LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    throttleByItself(
      stage,
      [...made].filter(([{ resource }]) => pages.includes(resource)),
    );
    this.http = api;
    this.url = config.domain === undefined ? api.apiEndpoint : `https://${config.domain.name}`;
    if (frontDoor !== undefined && config.webAclArn !== undefined) {
      const { distributionDomainName } = frontDoor.openTo(api, config.webAclArn, config);
      if (config.domain === undefined) this.url = `https://${distributionDomainName}`;
      else this.#sayTarget(config.domain.name, distributionDomainName);
    }
  }

  #domainName({ name, certificateArn }: NonNullable<Config["domain"]>): gateway.DomainName {
    const certificate = acm.Certificate.fromCertificateArn(this, "Certificate", certificateArn);
    const domainName = new gateway.DomainName(this, "Domain", { domainName: name, certificate });
    this.#sayTarget(name, domainName.regionalDomainName);
    return domainName;
  }

  #sayTarget(name: string, value: string): void {
    const description = `Point a CNAME or alias record of ${name} here`;
    // As docs/deploy.md names it, without the path of this construct.
    new CfnOutput(this, "DomainTarget", { description, value }).overrideLogicalId("DomainTarget");
  }

  #integration(entry: Resource, props: LambdaProps): HttpLambdaIntegration {
    const { waitingSends } = props.config;
    const reserved = entry === "messages" && waitingSends > 0 ? { reservedConcurrency: waitingSends } : {};
    const made = defineLambda(this, entry, { memoryMiB, ...reserved }, props);
    // One permission a Lambda, not one a route: a Lambda's policy is 20 KB at most, a template has 500 resources.
    return new HttpLambdaIntegration(`${entry}-integration`, made, { scopePermissionToRoute: false });
  }

  /**
   * Its permission must be scoped to the route: the unscoped one names stage, method and path, and `$default` has no
   * method, so that API Gateway could not invoke this Lambda and answered 500 instead of 404.
   */
  #fallback(props: LambdaProps): HttpLambdaIntegration {
    return new HttpLambdaIntegration("fallback-integration", defineLambda(this, "fallback", { memoryMiB }, props));
  }
}

const addRoute = (api: gateway.HttpApi, route: Route, integration: HttpLambdaIntegration): gateway.HttpRoute[] =>
  [route.path, ...(route.alsoAt ?? [])].flatMap((path) =>
    api.addRoutes({ path, methods: [gateway.HttpMethod[route.method]], integration }),
  );

function throttleByItself(
  stage: gateway.HttpStage,
  made: readonly (readonly [Route, readonly gateway.HttpRoute[]])[],
): void {
  const settings = { ThrottlingRateLimit: throttle.rateLimit, ThrottlingBurstLimit: throttle.burstLimit };
  (stage.node.defaultChild as gateway.CfnStage).routeSettings = Object.fromEntries(
    made.flatMap(([route]) => routeKeys(route).map((key) => [key, settings])),
  );
  // API Gateway refuses settings of a route that it does not know yet.
  for (const route of made.flatMap(([, routes]) => routes)) stage.node.addDependency(route);
}
