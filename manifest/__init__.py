"""The app package for Teams: manifest, translations and icons, made from the command table and the settings.

1. What people find in Teams' menus is the command table's own words; nothing is listed twice.
2. No permission beyond being a bot is asked for: the bot reads what is addressed to it, never a whole channel.
3. German is the default language: Teams shows it wherever it has no better one.
"""
