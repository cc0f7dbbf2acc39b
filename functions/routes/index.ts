import * as apiKeys from "./api-keys.ts";
import * as campaigns from "./campaigns.ts";
import * as contacts from "./contacts.ts";
import * as imports from "./imports.ts";
import * as lists from "./lists.ts";
import * as messages from "./messages.ts";
import * as media from "./media.ts";
import * as meta from "./meta.ts";
import * as recipients from "./recipients.ts";
import * as optOuts from "./opt-outs.ts";
import type { Route } from "./route.ts";
import * as sessions from "./sessions.ts";
import * as stats from "./stats.ts";
import * as templates from "./templates.ts";
import * as webhooks from "./webhooks.ts";

/** The routes of the API, in the order of the document. */
export const routes: readonly Route[] = [
  meta.health,
  meta.openApiDocument,
  meta.docs,
  meta.docsScript,
  apiKeys.listApiKeys,
  apiKeys.getOwnApiKey,
  apiKeys.createApiKey,
  apiKeys.revokeApiKey,
  apiKeys.listAudit,
  webhooks.listWebhooks,
  webhooks.createWebhook,
  webhooks.getWebhook,
  webhooks.updateWebhook,
  webhooks.removeWebhook,
  webhooks.testWebhook,
  webhooks.listDeliveries,
  webhooks.redeliver,
  sessions.getQrCode,
  sessions.getStatus,
  sessions.listClients,
  sessions.listSessions,
  sessions.createSession,
  sessions.getSession,
  sessions.changeSession,
  sessions.restartSession,
  sessions.deleteSession,
  sessions.requestPairingCode,
  sessions.logout,
  messages.sendMessage,
  messages.sendTest,
  messages.getMessage,
  lists.listLists,
  lists.createList,
  lists.getList,
  lists.updateList,
  lists.deleteList,
  contacts.listContacts,
  contacts.addContacts,
  contacts.getContact,
  contacts.updateContact,
  contacts.deleteContact,
  contacts.deleteContacts,
  contacts.exportContacts,
  imports.importContacts,
  imports.listImports,
  imports.getImport,
  imports.getImportErrors,
  campaigns.sendCampaign,
  campaigns.scheduleCampaign,
  campaigns.listCampaigns,
  campaigns.getCampaign,
  campaigns.changeCampaign,
  campaigns.deleteCampaign,
  recipients.listRecipients,
  campaigns.pauseCampaign,
  campaigns.resumeCampaign,
  campaigns.stopCampaign,
  campaigns.retryCampaign,
  recipients.exportCampaign,
  media.createUpload,
  media.listUploads,
  media.getUpload,
  media.deleteUpload,
  templates.listTemplates,
  templates.createTemplate,
  templates.getTemplate,
  templates.updateTemplate,
  templates.deleteTemplate,
  templates.previewMessage,
  templates.previewTemplate,
  stats.getStats,
  stats.getOverview,
  optOuts.listOptOuts,
  optOuts.addOptOut,
  optOuts.removeOptOut,
  apiKeys.getSending,
  apiKeys.setSending,
  apiKeys.listTenants,
  apiKeys.listWorkers,
];

/** All that is served: the API, and the console, which is for people and stands in no document for programs. */
export const servedRoutes: readonly Route[] = [...routes, meta.consolePage, meta.consoleFile];
