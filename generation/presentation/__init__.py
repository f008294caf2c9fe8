"""What the workspace shows, made ready for its templates.

Owns: turning stored rows into plain values with words. Never: writes anything, knows a request or a socket.
The page and the socket render the same values with the same templates, so both always show the same state.
"""
