"""Messages to measure on: civil and angry ones of about a hundred words, made from a few dozen sentences of ours."""

from __future__ import annotations

import random

CIVIL = """I ordered a kettle from your website on 3 March and it arrived with a cracked lid.
Could you please send me a new lid or refund the price of £39.50?
I have attached two photographs and the receipt for order KT-20417.
The courier left the parcel with our neighbour, who noticed the damage as well.
It would help to know by the end of next week, as we are away from the 28th.
I rang your office on Monday and spoke with Amber, who was very helpful.
She explained that only a supervisor can approve a refund above £30.
My membership number is 70091 and the account is in my mother's name.
The engineer came on time but did not have the right part with him.
We have been customers since 2016 and were always happy with the service.
Thank you for looking into this, and for any help you can give.
Is there another date on which the technician could come to our address?
The tracking page has said the same thing since the 14th of the month.
I understand that these things happen, and I would only like to have it put right.
Please let me know what you need from me so that the claim can go ahead.
The room we were given looked on to the kitchen yard and was rather noisy.
Nothing in the instructions says that the filter has to be changed so soon.
I enclose a copy of the invoice and the letter that your branch sent us in January.""".splitlines()

ANGRY = """This is the THIRD time I am writing and nobody has bothered to answer!!!
You people have no idea what you are doing, do you?
Refund me right now or I will leave one star reviews everywhere.
The damn thing broke after two days and your useless agent hung up on me.
Do I really need to spell it out for you again?
I recieved the wrong parcel and your driver is a liar.""".splitlines()


def messages(count: int, *, angry: bool, seed: int = 7) -> list[str]:
    """So many messages of at least a hundred words, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    made = []
    for _ in range(count):
        sentences: list[str] = []
        while sum(len(sentence.split()) for sentence in sentences) < 100:
            pool = ANGRY if angry and chance.random() < 0.3 else CIVIL
            sentences.append(chance.choice(pool))
        made.append(" ".join(sentences))
    return made
