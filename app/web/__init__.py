"""The public pages: what people without Teams see, and what the operator's tools ask.

1. Works without JavaScript, on old phones, in the reader's language; nothing is loaded from elsewhere.
2. No cookies, no tracking, no access log: an address is a person, too.
3. A link is the only key; what it opens is checked on the server each time.
4. Health and metrics hold no names, no texts and no secrets.
"""
