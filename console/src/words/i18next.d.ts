import "i18next";
import type * as common from "./common.ts";
import type * as developers from "../areas/developers/words.ts";
import type * as home from "../areas/home/words.ts";
import type * as operations from "../areas/operations/words.ts";
import type * as phone from "../areas/phone/words.ts";
import type * as sessions from "../areas/sessions/words.ts";
import type * as imports from "../areas/imports/words.ts";
import type * as lists from "../areas/lists/words.ts";
import type * as compose from "../areas/compose/words.ts";
import type * as download from "../parts/download/words.ts";
import type * as files from "../parts/files/words.ts";
import type * as message from "../parts/message/words.ts";
import type * as templates from "../areas/templates/words.ts";
import type * as optOuts from "../areas/opt-outs/words.ts";
import type * as campaign from "../areas/campaign/words.ts";
import type * as campaigns from "../areas/campaigns/words.ts";
import type * as recipients from "../areas/recipients/words.ts";
import type * as report from "../areas/report/words.ts";
import type * as statistics from "../areas/statistics/words.ts";
import type * as signIn from "../areas/sign-in/words.ts";

/** So that a key that no area has is found by the compiler. */
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    returnNull: false;
    resources: {
      common: typeof common.en;
      developers: typeof developers.en;
      home: typeof home.en;
      operations: typeof operations.en;
      phone: typeof phone.en;
      sessions: typeof sessions.en;
      imports: typeof imports.en;
      lists: typeof lists.en;
      compose: typeof compose.en;
      download: typeof download.en;
      files: typeof files.en;
      message: typeof message.en;
      templates: typeof templates.en;
      "opt-outs": typeof optOuts.en;
      campaign: typeof campaign.en;
      campaigns: typeof campaigns.en;
      recipients: typeof recipients.en;
      report: typeof report.en;
      statistics: typeof statistics.en;
      "sign-in": typeof signIn.en;
    };
  }
}
