"""The judge: a language model that reads outgoing mail as data, and must quote its evidence."""
