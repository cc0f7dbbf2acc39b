import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { secretsClient } from "./clients.ts";
import { envNames, optionalSetting, requiredSetting, type Environment } from "./env.ts";

/** The bootstrap key: from Secrets Manager where its secret is named, else from API_KEY. */
export async function readBootstrapKey(env: Environment): Promise<string> {
  const secretId = optionalSetting(env, envNames.bootstrapKeySecret);
  if (secretId === undefined) return requiredSetting(env, envNames.bootstrapKey);
  const { SecretString } = await secretsClient().send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined || SecretString === "") throw new Error(`secret ${secretId} is empty`);
  return SecretString;
}
