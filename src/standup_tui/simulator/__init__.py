"""A local server that speaks the X API v2, for the demo, drills, tests and load.

It imports nothing else of this project, so that client and server check each other; only
`cli` and tests may import it. It listens on 127.0.0.1 alone. Every account and post of the
made-up day is invented.

In a test, or wherever a running loop wants a server::

    async with Simulator(Options(play=False)) as x:         # server.py
        x.credentials       # base_url, bearer_token, the four of OAuth 1.0a, user_id, mode
        post_id = x.publish("Morning visit done. #StandUp4SW", author=x.roster[1])
        x.edit(post_id, "..."); x.delete(post_id)
        x.faults.add("503=html,at=search,times=2"); x.faults.clear()
        x.ledger.retweets   # every retweet and undo asked for; .hides, .calls, .connections
        x.ledger.served     # post id -> how often a stream carried it; .found, .hidden
        x.owed("#StandUp4SW")   # ids of all posts that a good client has now
        x.meter.per_day()   # what X would bill
        x.incidents         # post id -> what was planted there

For a command::

    asyncio.run(serve(Options(port=0, seed=1, speed=60.0), on_ready=print))

`Options` has every knob: port, seed, speed (campaign minutes per real minute), start (time
of day), recorded files, keep_alive, slot_hold, play, search_lag, rule_lag, faults. The clock is
given to `Simulator` and `serve` as an object of the protocol in clock.py; with `SpedClock` hours
pass in minutes. What can go wrong is listed in faults/catalogue.py, how to ask for it in
docs/simulator.md. The people of the demo campaign are `day.cast.roster()`; the council's account
is its first.

Reading order: server, routes and visit, auth and limits; rules, query, matching; search and
timeline over paging; stream over wire; acts; meter and ledger; faults; world, entities, render;
live and recorded, the two sources of answers; day, the campaign day.
"""
