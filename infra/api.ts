import { CfnOutput } from "aws-cdk-lib";
import * as gateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import { Construct } from "constructs";
import { servedRoutes } from "../functions/routes/index.ts";
import { resources, type Resource, type Route } from "../functions/routes/route.ts";
import type { Config } from "./config.ts";
import { defineLambda, type LambdaProps } from "./lambda.ts";
import { defineLogGroup } from "./log-group.ts";

/** Requests a second, of all callers together: an HTTP API knows no limit per caller. */
const throttle = { rateLimit: 200, burstLimit: 400 } as const;
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

  constructor(scope: Construct, id: string, props: LambdaProps) {
    super(scope, id);
    const { domain } = props.config;
    const api = new gateway.HttpApi(this, "Http", {
      // A name of one's own is then the only way in.
      disableExecuteApiEndpoint: domain !== undefined,
      apiName: `whatsapp-broadcast-${props.config.stage}`,
      createDefaultStage: false,
      defaultIntegration: this.#fallback(props),
    });
    for (const resource of resources) {
      const served = servedRoutes.filter((route) => route.resource === resource);
      if (served.length === 0) throw new Error(`no route is served by ${resource}`);
      const integration = this.#integration(resource, props);
      for (const route of served) addRoute(api, route, integration);
    }
    const logGroup = defineLogGroup(this, "AccessLogs", props.config);
    new gateway.HttpStage(this, "Stage", {
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
    this.http = api;
    this.url = domain === undefined ? api.apiEndpoint : `https://${domain.name}`;
  }

  #domainName({ name, certificateArn }: NonNullable<Config["domain"]>): gateway.DomainName {
    const certificate = acm.Certificate.fromCertificateArn(this, "Certificate", certificateArn);
    const domainName = new gateway.DomainName(this, "Domain", { domainName: name, certificate });
    const target = new CfnOutput(this, "DomainTarget", {
      description: `Point a CNAME or alias record of ${name} here`,
      value: domainName.regionalDomainName,
    });
    // As docs/deploy.md names it, without the path of this construct.
    target.overrideLogicalId("DomainTarget");
    return domainName;
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

function addRoute(api: gateway.HttpApi, route: Route, integration: HttpLambdaIntegration): void {
  for (const path of [route.path, ...(route.alsoAt ?? [])]) {
    api.addRoutes({ path, methods: [gateway.HttpMethod[route.method]], integration });
  }
}
