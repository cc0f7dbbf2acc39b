import { Aws, Duration } from "aws-cdk-lib";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { CfnAuthorizer, CfnRoute, type HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import * as acm from "aws-cdk-lib/aws-certificatemanager";
import * as cloudfront from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as secrets from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { defineLogGroup } from "../log-group.ts";
import { RoleWithPolicy } from "../role.ts";

const secretHeader = "x-origin-secret";

/** Compares hashes: they are of one length, and how long it takes says nothing. */
const authorizerCode = `
const { createHash, timingSafeEqual } = require("node:crypto");
const hashOf = (text) => createHash("sha256").update(text).digest();
exports.handler = async ({ headers = {} }) => ({
  isAuthorized: timingSafeEqual(hashOf(headers["${secretHeader}"] ?? ""), hashOf(process.env.ORIGIN_SECRET)),
});
`;

/**
 * What CloudFront would keep for ten seconds, and give to others who ask for the same path. Source: CloudFront developer guide, "HTTP
 * 4xx and 5xx status codes that CloudFront caches". It takes no rule for 412 and 415, and keeps these only where the answer asks for it.
 */
const cachedErrors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

type FrontDoorConfig = Pick<Config, "domain" | "encryptionKey" | "logRetentionDays">;

/**
 * CloudFront with the rules of a web ACL before API and console: an HTTP API takes none itself. It has no policy either that
 * would keep callers from going around, so CloudFront adds a secret header, and each route asks an authorizer for it. API Gateway
 * refuses a request without the header by itself, and remembers for an hour what the Lambda said of a value: for CloudFront's own
 * requests it hardly ever runs, and once for each wrong value that a stranger makes up.
 */
export class FrontDoor extends Construct {
  readonly authorizer: HttpLambdaAuthorizer;
  readonly #secret: secrets.Secret;
  readonly #handler: lambda.Function;

  /** @param key the account's own, for the secret */
  constructor(scope: Construct, id: string, config: FrontDoorConfig, key?: kms.IKey) {
    super(scope, id);
    this.#secret = new secrets.Secret(this, "Secret", {
      description: "Sent by CloudFront with each request, so that the API takes no request that went around it",
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      ...(key === undefined ? {} : { encryptionKey: key }),
    });
    const logGroup = defineLogGroup(this, "Logs", config);
    const role = new RoleWithPolicy(this, "Role", { assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    this.#handler = new lambda.Function(this, "Authorizer", {
      description: "whatsapp-broadcast front-door",
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      code: lambda.Code.fromInline(authorizerCode),
      // CloudFormation puts the secret in at deployment: the template has its name only.
      environment: { ORIGIN_SECRET: this.#secret.secretValue.unsafeUnwrap() },
      role,
      logGroup,
    });
    this.authorizer = new HttpLambdaAuthorizer("FrontDoor", this.#handler, {
      identitySource: [`$request.header.${secretHeader}`],
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      resultsCacheTtl: Duration.hours(1),
    });
  }

  /** @returns the name under which the API is reached */
  openTo(api: HttpApi, webAclArn: string, { domain }: FrontDoorConfig): cloudfront.Distribution {
    const origin = new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
      customHeaders: { [secretHeader]: this.#secret.secretValue.unsafeUnwrap() },
    });
    const behavior: cloudfront.BehaviorOptions = {
      origin,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
      // All but the caller's Host: API Gateway knows the API by it.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    const distribution = new cloudfront.Distribution(this, "Distribution", {
      comment: "whatsapp-broadcast: API and console",
      webAclId: webAclArn,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      ...(domain === undefined
        ? {}
        : {
            minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            domainNames: [domain.name],
            certificate: acm.Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn),
          }),
      defaultBehavior: {
        ...behavior,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      },
      additionalBehaviors: {
        // Their names bear their hashes: the same for every caller, and for ever.
        "/console/assets/*": { ...behavior, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED },
      },
      errorResponses: cachedErrors.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    this.#closeAfter(distribution, api);
    return distribution;
  }

  /**
   * On a stack that runs, no route asks for the header before the distribution, which takes minutes, sends it, and before the Lambda
   * that compares it may be called: else the API would answer 401 and 500 meanwhile.
   */
  #closeAfter(distribution: cloudfront.Distribution, api: HttpApi): void {
    const parts = api.node.findAll();
    const isOfHandler = (one: unknown): one is lambda.CfnPermission =>
      one instanceof lambda.CfnPermission && one.functionName === this.#handler.functionArn;
    for (const authorizer of parts.filter((one) => one instanceof CfnAuthorizer)) {
      authorizer.node.addDependency(distribution);
    }
    for (const route of parts.filter((one) => one instanceof CfnRoute)) {
      route.node.addDependency(...parts.filter(isOfHandler));
    }
  }
}
