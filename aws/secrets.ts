import { envNames, optionalSetting, requiredSetting, type Environment } from "./env.ts";

/** The bootstrap key: from Secrets Manager where its secret is named, else from API_KEY. */
export async function readBootstrapKey(env: Environment): Promise<string> {
  const secretId = optionalSetting(env, envNames.bootstrapKeySecret);
  if (secretId === undefined) return requiredSetting(env, envNames.bootstrapKey);
  // Where the key stands in the environment, the client is never needed.
  const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const { SecretString } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: secretId }));
  if (SecretString === undefined || SecretString === "") throw new Error(`secret ${secretId} is empty`);
  return SecretString;
}
