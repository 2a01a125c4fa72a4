"""Alex, the e-mail agent: prompt, tools, loop, and the models that play it."""
