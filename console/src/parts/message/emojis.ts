/** Those that shops write most; a device's own keyboard has the others. One a blank, because a flag is two signs. */
export const emojis =
  "😀 😄 😁 😊 😍 🥰 😘 😉 😎 🤩 🥳 😇 🤗 🤔 😢 😅 😂 🙏 👍 👏 🙌 👋 🤝 💪 👇 👉 ✨ ⭐ 🔥 💥 💯 🎉 🎊 🎁 🎂 🎈 🛒 💰 💵 💳 📦 🚚 📍 🏠 🏪 📞 📱 💬 📢 🔔 📅 ⏰ ⏳ ✅ ❌ ❗ ❓ 💡 📝 📷 🌸 🌹 🌿 🍀 🍜 🍕 ☕ 🍰 🥗 🌙 🕌 🎄 🇮🇩 💚 💙 💛 🧡 💜".split(
    " ",
  );
