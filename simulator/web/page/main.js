import { Account } from "./account.js";
import { Chats } from "./chats.js";
import { drift } from "./drift.js";
import { Limits } from "./limits.js";
import { Events } from "./models.js";
import { makeRequire } from "./modules.js";
import { Sending } from "./sending.js";
import { Session } from "./session.js";
import { Storage } from "./storage.js";
import { Wire } from "./wire.js";

const storage = await Storage.open();
const { ofDevices = {}, ...ofAll } = window.pageSettings;
const { version, ...settings } = { ...ofAll, ...ofDevices[(await storage.device())?.deviceId] };
drift.set(settings.drift);
const cmd = new Events();
const wire = new Wire({
  opened: () => session.opened(),
  lost: () => session.lost(),
  word: (word) => session.heard(word),
});
const account = new Account(wire);
const chats = new Chats(storage, account);
const sending = new Sending(wire, chats, account);
const session = new Session({ wire, storage, account, sending, chats, cmd });
cmd.refreshQR = () => wire.say({ type: "refresh_qr" });

await chats.load();
window.require = makeRequire({ wire, account, chats, sending, session, cmd, limits: new Limits(wire) });
if (!window.pageSettings.neverLoads) window.Debug = { VERSION: version };
wire.open();
