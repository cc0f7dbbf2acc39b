import { drift } from "./drift.js";
import { createWid, MsgKey } from "./ids.js";
import { getOrCreateMediaObject, OpaqueData, prepRawMedia, uploadMedia } from "./media.js";

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const encodeB64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** The modules that the library asks this page for. A request for any other throws, and is reported to the server. */
export const makeRequire = ({ wire, account, chats, sending, session, cmd, limits }) => {
  const { Msg, Chat } = chats;
  const contactOf = (wid) => ({ id: wid, serialize: () => ({ id: wid }) });
  const nothing = () => undefined;
  const calls = { on: nothing, models: new Map() };
  const modules = {
    WAWebSocketModel: { Socket: session.Socket },
    WAWebConnModel: { Conn: session.Conn },
    WAWebCmd: { Cmd: cmd },
    WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
    WAWebAltDeviceLinkingApi: {
      setPairingType: nothing,
      initializeAltDeviceLinking: async () => undefined,
      initializeQRLinking: async () => wire.say({ type: "refresh_qr" }),
      startAltLinkingFlow: (number) => wire.ask({ type: "pairing_code", number }),
    },
    WABase64: { encodeB64 },
    // The library copies it before there is a code.
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: "1" },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: {
      waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: bytesOf(session.keys[0]) } }) },
    },
    WAWebSignalStoreApi: {
      waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: bytesOf(session.keys[1]) } }) },
    },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => session.keys[2] },
    WAWebUserPrefsMeUser: { getMaybeMePnUser: () => account.me, getMaybeMeLidUser: () => account.myLid ?? account.me },
    WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
    WAWebCallCollection: calls,
    WAWebBackendJobsCommon: { mediaTypeFromProtobuf: nothing },
    WAWebE2EProtoUtils: { typeAttributeFromProtobuf: nothing },
    WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: nothing } },
    WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: nothing } },
    WAWebCollections: {
      Msg,
      Chat,
      Contact: { find: async (wid) => contactOf(wid), getModelsArray: () => [] },
      Blocklist: { get: nothing },
    },
    WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: (wid) => wid },
    WAWebMsgKey: MsgKey,
    WAWebFindChatAction: {
      findOrCreateLatestChat: async (wid) => {
        await account.assertAddressable(wid);
        return { chat: chats.of(wid) };
      },
    },
    WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
    WALinkify: { findLink: nothing, findLinks: () => [] },
    WAWebStreamModel: { Stream: { markAvailable: nothing, markUnavailable: nothing } },
    WAWebUpdateUnreadChatAction: { sendSeen: ({ chat }) => chats.seen(chat) },
    WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
    WAWebSendMsgChatAction: { addAndSendMsgToChat: (chat, message) => sending.addAndSend(chat, message) },
    WAWebMsgReply: { canReplyMsg: () => true },
    WAWebQueryExistsJob: { queryWidExists: (wid) => account.queryExists(wid) },
    WAWebMexFetchReachoutTimelockJob: { mexFetchReachoutTimelock: () => limits.timelock() },
    WAWebMexFetchNewChatMessageCappingInfoJob: { mexFetchNewChatMessageCapping: () => limits.newChatCapping() },
    WAWebMediaOpaqueData: OpaqueData,
    WAWebPrepRawMedia: { prepRawMedia },
    WAWebMediaStorage: { getOrCreateMediaObject },
    WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
    WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
    WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put: nothing } },
    WAWebMediaMmsV4Upload: { uploadMedia, uploadUnencryptedMedia: uploadMedia },
    WAWebChatLoadMessages: { loadEarlierMsgs: ({ chat }) => chats.earlierOf(chat) },
    WAWebApiContact: {
      getAlternateUserWid: nothing,
      getCurrentLid: (wid) => account.currentLid(wid),
      getPhoneNumber: (wid) => account.phoneNumber(wid),
    },
    WAWebContactGetters: Object.fromEntries(
      "getIsMe getIsUser getIsGroup getIsWAContact getUserid getVerifiedName getVerifiedLevel getStatusMute getName getShortName getPushname getIsEnterprise"
        .split(" ")
        .map((name) => [name, nothing]),
    ),
    WAWebFrontendContactGetters: { getIsMyContact: () => false },
  };
  return (name) => {
    const known = Object.hasOwn(modules, name) ? name : drift.formerName("", name);
    if (known !== undefined) return drift.require(name, modules[known]);
    void fetch(`/unknown-module?name=${encodeURIComponent(name)}`, { method: "POST" });
    throw new Error(`Module ${name} is unknown to this page`);
  };
};
