"""The commands of the terminal, one short file per group; heavy imports happen inside the command that needs them."""
