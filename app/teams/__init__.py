"""The Teams door: the only room that speaks botbuilder. Activities become `Incoming`, answers become activities."""
