import type { PageFeature } from "../../core/whatsapp.ts";

/**
 * What this version needs of WhatsApp's page: the members that our page code reads, and those on the library's paths that
 * we walk (whatsapp-web.js 1.34.7, src/Client.js and src/util/Injected). It is compared with the page at each ready.
 */

/** `module`: it can be had at all. `class` and `function`: something to be called. */
export type PageMemberKind = "module" | "string" | "boolean" | "class" | "function";

export interface PageMember {
  readonly module: string;
  /** The way to it from the module, parted by points; empty where the module itself is meant. */
  readonly member: string;
  readonly kind: PageMemberKind;
  /** What stops without it; what stops first comes first. */
  readonly neededFor: readonly [PageFeature, ...PageFeature[]];
  /** Without it no text goes out, no session gets ready, or no ack or message is heard. */
  readonly required: boolean;
}

type Row = readonly [path: string, kind: PageMemberKind, ...neededFor: PageMember["neededFor"]];

/** Features that stop alone: the rest goes on without them. */
const optional = (rows: readonly Row[]): readonly PageMember[] => rows.map((row) => asMember(row, false));
const required = (rows: readonly Row[]): readonly PageMember[] => rows.map((row) => asMember(row, true));

function asMember([path, kind, ...neededFor]: Row, isRequired: boolean): PageMember {
  const [module = "", ...steps] = path.split(".");
  return { module, member: steps.join("."), kind, neededFor, required: isRequired };
}

export const pageContract: readonly PageMember[] = [
  ...required([
    ["WAWebSocketModel.Socket.state", "string", "ready"],
    ["WAWebSocketModel.Socket.on", "function", "ready"],
    ["WAWebSocketModel.Socket.off", "function", "ready"],
    ["WAWebCmd.Cmd.on", "function", "ready"],
    // The library copies or keeps these at once, though only a link needs what is in them.
    ["WAWebConnModel", "module", "ready"],
    ["WAWebOfflineHandler", "module", "ready"],
    ["WAWebAltDeviceLinkingApi", "module", "ready"],
    ["WABase64", "module", "ready"],
    ["WAWebCompanionRegClientUtils", "module", "ready"],
    ["WAWebAdvSignatureApi", "module", "ready"],
    ["WAWebUserPrefsInfoStore", "module", "ready"],
    ["WAWebSignalStoreApi", "module", "ready"],
    ["WAWebUserPrefsMeUser.getMaybeMePnUser", "function", "ready", "text"],
    ["WAWebUserPrefsMeUser.getMaybeMeLidUser", "function", "text", "ready"],
    ["WAWebCollections.Msg.on", "function", "acks", "inbound"],
    ["WAWebCollections.Msg.get", "function", "text", "acks"],
    ["WAWebCollections.Msg.getMessagesById", "function", "acks", "text", "quotes"],
    ["WAWebCollections.Msg.getModelsArray", "function", "acks", "text"],
    ["WAWebCollections.Chat.get", "function", "text"],
    ["WAWebCollections.Chat.getModelsArray", "function", "inbound"],
    ["WAWebWidFactory.createWid", "function", "numbers", "text"],
    ["WAWebQueryExistsJob.queryWidExists", "function", "numbers", "text"],
    ["WAWebFindChatAction.findOrCreateLatestChat", "function", "text"],
    ["WAWebChatGetters.getIsNewsletter", "function", "text"],
    ["WAWebChatGetters.getIsBroadcast", "function", "text"],
    ["WALinkify", "module", "text"],
    ["WAWebMsgKey", "class", "text"],
    ["WAWebMsgKey.newId", "function", "text"],
    ["WAWebGetEphemeralFieldsMsgActionsUtils.getEphemeralFields", "function", "text"],
    ["WAWebSendMsgChatAction.addAndSendMsgToChat", "function", "text"],
  ]),
  ...optional([
    // Without these two a session is made ready by asking instead of listening.
    ["WAWebSocketModel.Socket.hasSynced", "boolean", "ready"],
    ["WAWebConnModel.Conn.serialize", "function", "ready"],
    ["WAWebSocketModel.Socket.logout", "function", "logout"],
    ["WAWebConnModel.Conn.on", "function", "pairing"],
    ["WABase64.encodeB64", "function", "pairing"],
    ["WAWebCompanionRegClientUtils.DEVICE_PLATFORM", "string", "pairing"],
    ["WAWebUserPrefsInfoStore.waNoiseInfo.get", "function", "pairing"],
    ["WAWebSignalStoreApi.waSignalStore.getRegistrationInfo", "function", "pairing"],
    ["WAWebUserPrefsMultiDevice.getADVSecretKey", "function", "pairing"],
    ["WAWebAltDeviceLinkingApi.setPairingType", "function", "pairing"],
    ["WAWebAltDeviceLinkingApi.initializeAltDeviceLinking", "function", "pairing"],
    ["WAWebAltDeviceLinkingApi.startAltLinkingFlow", "function", "pairing"],
    ["WAWebApiContact.getCurrentLid", "function", "lid"],
    ["WAWebApiContact.getPhoneNumber", "function", "lid"],
    ["WAWebChatLoadMessages.loadEarlierMsgs", "function", "history"],
    ["WAWebMsgReply.canReplyMsg", "function", "quotes"],
    ["WAWebMexFetchReachoutTimelockJob.mexFetchReachoutTimelock", "function", "limits"],
    ["WAWebMexFetchNewChatMessageCappingInfoJob.mexFetchNewChatMessageCapping", "function", "limits"],
    ["WAWebMediaOpaqueData", "class", "media"],
    ["WAWebMediaOpaqueData.createFromData", "function", "media"],
    ["WAWebPrepRawMedia.prepRawMedia", "function", "media"],
    ["WAWebMediaStorage.getOrCreateMediaObject", "function", "media"],
    ["WAWebMmsMediaTypes.msgToMediaType", "function", "media"],
    ["WAWebMmsMediaTypes.castToV4", "function", "media"],
    ["WAWebMediaDataUtils.shouldUseMediaCache", "function", "media"],
    ["WAWebMediaInMemoryBlobCache.InMemoryMediaBlobCache.put", "function", "media"],
    ["WAWebMediaMmsV4Upload.uploadMedia", "function", "media"],
  ]),
];
