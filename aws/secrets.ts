import { envNames, optionalSetting, requiredSetting, type Environment } from "./env.ts";
import { timeouts } from "./timeouts.ts";

/** The client is loaded with the first question: where the key stands in the environment, it is never needed. */
export async function secretsClient() {
  const { SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  return new SecretsManagerClient(timeouts);
}

/** The bootstrap key: from Secrets Manager where its secret is named, else from API_KEY. */
export async function readBootstrapKey(env: Environment): Promise<string> {
  const secretId = optionalSetting(env, envNames.bootstrapKeySecret);
  if (secretId === undefined) return requiredSetting(env, envNames.bootstrapKey);
  const { GetSecretValueCommand } = await import("@aws-sdk/client-secrets-manager");
  const client = await secretsClient();
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined || SecretString === "") throw new Error(`secret ${secretId} is empty`);
  return SecretString;
}
