"""The console: pages on which staff see chats, take them over, answer, and see who comes today."""
