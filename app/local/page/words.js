// The page's own words, German first. The bot speaks for itself.

const DE = {
  skip: "Zum Gespräch", teams: "Teams", chats: "Chats", i_am: "Ich bin", guest: "Gast", language: "Sprache", dark: "Dunkel", light: "Hell",
  theme_dark: "Dunkle Farben", theme_light: "Helle Farben", general: "Allgemein", channel: "Kanal", private: "Privater Kanal",
  shared: "Geteilter Kanal", hour: "+1 Stunde", day: "+1 Tag", event: "Bis zum nächsten Ereignis", time: "Zeit im Produkt",
  back: "Zurück zur Liste", more: "Mehr", send: "Senden", write_post: "Neuen Beitrag schreiben", write_reply: "Antwort schreiben",
  write_bot: "Nachricht an Kernteam", write_chat: "Nachricht schreiben", reply: "Auf Beitrag antworten", replies: "Antworten", one_reply: "1 Antwort",
  hint_channel: "@ für Menschen und den Bot, / für Befehle", hint_chat: "Einfach schreiben, zum Beispiel: hilfe",
  only_you: "Nur für dich sichtbar", edited: "Bearbeitet", deleted: "Diese Nachricht wurde gelöscht.", undo: "Rückgängig",
  unreachable: "Der Bot antwortet nicht. Bitte gleich noch einmal versuchen.", no_answer: "Der Bot hat nicht geantwortet.",
  edit: "Bearbeiten", remove: "Löschen", copy: "Text kopieren", like: "Gefällt mir", save: "Speichern", cancel: "Abbrechen", close: "Schließen",
  important: "Wichtig", new_messages: "Neue Nachricht von", empty_channel: "Hier hat noch niemand geschrieben.",
  empty_bot: "Schreib dem Bot. Mit „hilfe“ sagt er, was er kann.", choose: "Links ein Gespräch wählen.", not_installed: "Die App ist hier noch nicht installiert.",
  install: "App installieren", uninstall: "App entfernen", add_member: "Mitglied hinzufügen …", remove_member: "Mitglied entfernen …",
  create_channel: "Kanal anlegen …", rename_channel: "Kanal umbenennen …", delete_channel: "Kanal löschen", restore_channel: "Kanal wiederherstellen",
  archive: "Team archivieren", unarchive: "Archivierung aufheben", archived: "Archiviert: hier schreibt niemand mehr.", name: "Name", person: "Person",
  to_bot_only: "Nur der Bot sieht das", slash_end: "Befehl verwerfen", suggestions: "Vorschläge", apps: "Apps", search: "Suchen", no_results: "Nichts gefunden.",
  insert: "Einfügen", no_renderer: "Der Karten-Zeichner fehlt. Bitte einmal „make setup“ ausführen.", members: "Mitglieder", unread: "ungelesen",
  offline: "Local Teams ist nicht erreichbar.", copied: "Kopiert", bot: "Bot", working: "Zeit läuft …", today: "Heute", card_empty: "Diese Karte ist leer.",
};

const EN = {
  skip: "To the conversation", teams: "Teams", chats: "Chats", i_am: "I am", guest: "Guest", language: "Language", dark: "Dark", light: "Light",
  theme_dark: "Dark colours", theme_light: "Light colours", general: "General", channel: "Channel", private: "Private channel",
  shared: "Shared channel", hour: "+1 hour", day: "+1 day", event: "To the next event", time: "Time in the product",
  back: "Back to the list", more: "More", send: "Send", write_post: "Write a new post", write_reply: "Write a reply",
  write_bot: "Message to Kernteam", write_chat: "Write a message", reply: "Reply to post", replies: "replies", one_reply: "1 reply",
  hint_channel: "@ for people and the bot, / for commands", hint_chat: "Just write, for example: help",
  only_you: "Only you can see this", edited: "Edited", deleted: "This message was deleted.", undo: "Undo",
  unreachable: "The bot does not answer. Please try again in a moment.", no_answer: "The bot did not answer.",
  edit: "Edit", remove: "Delete", copy: "Copy text", like: "Like", save: "Save", cancel: "Cancel", close: "Close",
  important: "Important", new_messages: "New message from", empty_channel: "Nobody has written here yet.",
  empty_bot: "Write to the bot. It says what it can do when you type “help”.", choose: "Choose a conversation on the left.", not_installed: "The app is not installed here yet.",
  install: "Install the app", uninstall: "Remove the app", add_member: "Add a member …", remove_member: "Remove a member …",
  create_channel: "Create a channel …", rename_channel: "Rename the channel …", delete_channel: "Delete the channel", restore_channel: "Restore the channel",
  archive: "Archive the team", unarchive: "Reactivate the team", archived: "Archived: nobody writes here any more.", name: "Name", person: "Person",
  to_bot_only: "Only the bot sees this", slash_end: "Drop the command", suggestions: "Suggestions", apps: "Apps", search: "Search", no_results: "Nothing found.",
  insert: "Insert", no_renderer: "The card renderer is missing. Please run “make setup” once.", members: "Members", unread: "unread",
  offline: "Local Teams cannot be reached.", copied: "Copied", bot: "Bot", working: "Time is running …", today: "Today", card_empty: "This card is empty.",
};

let words = DE;
let tag = "de-DE";

export function speak(language) {
  words = language === "en" ? EN : DE;
  tag = language === "en" ? "en-GB" : "de-DE";
  document.documentElement.lang = language;
}

export const t = (key) => words[key] ?? key;
export const language = () => tag.slice(0, 2);

// The product's people live in this zone, whatever the machine says.
const ZONE = "Europe/Berlin";
const format = (moment, options) => new Intl.DateTimeFormat(tag, { timeZone: ZONE, ...options }).format(moment);

export const timeOf = (moment) => format(moment, { hour: "2-digit", minute: "2-digit" });
export const dayOf = (moment) => format(moment, { weekday: "long", day: "numeric", month: "long" });
export const clockOf = (moment) => format(moment, { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
export const shortClockOf = (moment) => format(moment, { weekday: "short", day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" });
