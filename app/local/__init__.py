"""Local Teams: a small Microsoft Teams on one machine, for demo, journeys, browser tests and the handbook's pictures.

- It speaks the wire only: the Bot connector's REST towards the bot, signed activities from the people. It imports no
  other room of this project and no SDK, so that it checks the bot's door from outside.
- It listens on 127.0.0.1 alone and answers no foreign Host header.
- Its people, channels and messages are plain dataclasses (`world.py`); tests read them directly.
- Where Teams is strict (size, rosters, targeted messages, limits) it is strict in the same words.
- It has its own key and its own OpenID document: authentication stays on in the demo.
"""
