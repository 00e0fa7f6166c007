"""The console's main screen: panes of posts, heard from the hub, searched, marked, decided on."""
