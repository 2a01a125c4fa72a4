"""The sandbox: scenarios, episodes, inspection, and the doors to them."""
