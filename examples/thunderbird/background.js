// A page in the background for as long as Thunderbird runs (manifest version 2): one that may be unloaded while the
// writer looks at the findings would lose the message's turn.
import { install } from "./guard.js";

install(messenger, (...request) => fetch(...request));
