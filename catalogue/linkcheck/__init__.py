"""Links: whether the addresses of sources are still there, asked politely and of public machines.

`addresses` says what may be asked, `opening` asks it over the wire, `manners` keeps to what sites
ask of programs, `reaching` follows where an address leads, `checking` keeps what came of it.
"""
