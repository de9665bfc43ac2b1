"""What the checklist says: for each piece of advice a line where it is met, and one with a sentence to fill in where not.

A key is the id of the guidance, or the id and what makes the difference (`personal_data public`).
"""

from __future__ import annotations

from typing import Final

DONE: Final = {
    "facts": "It says what happened and gives a reference or a date.",
    "outcome": "It says what you would like.",
    "reason": "It says why that is fair.",
    "time": "It gives the company time, or asks when.",
    "escalation": "It says calmly where you will turn next.",
    "greeting": "It greets the customer.",
    "greeting nameless": 'It greets the customer. With the name it is warmer: "Dear [name],"',
    "acknowledgement": "It takes up the customer's trouble before anything else.",
    "next_step": "The customer knows what happens next.",
    "timeframe": "It says by when.",
    "expected": "The customer knows what they have to do.",
    "proactive": "It says what the customer will want to know next.",
    "further_help": "It offers further help.",
    "answers": "Every question of the customer has an answer.",
}
HELP: Final = {
    "facts": 'Add what happened, when, and the reference: "On [date] I ordered [item], number [number], and [what happened]."',
    "outcome": 'Say what would put it right, and why that is fair: "I would like [a refund / a replacement], because [reason]."',
    "reason": 'Say why that is fair: "I ask for this because [what was promised / what it cost me]."',
    "time": 'Give a date that leaves them time to act: "Could you let me know by [date]?"',
    "blame": 'The reader did not cause it. Speak of the company: "I know this is not your doing; [company] has [what happened]."',
    "escalation": 'Name the next step without a threat: "If it is not settled by [date], I will turn to [supervisor / authority]."',
    "personal_data": 'Leave out what could be misused; nobody needs it to help: "My card ends in [last four digits]."',
    "personal_data public": 'Everybody can read this. Take it out and write: "I have sent you my details by private message."',
    "length": 'Long for this channel. Keep what happened, what you want and by when: "[What happened]. I would like [outcome] by [date]."',
    "greeting": 'Begin with the customer\'s name: "Dear [name],"',
    "acknowledgement": 'Take up their trouble before the rules: "I am sorry that [what happened]; I can see that this is [a worry]."',
    "next_step": 'Say who does what next, and what you need from the customer: "I will [step], and you need do nothing."',
    "timeframe": 'Say by when: "You will hear from me by [day]."',
    "expected": 'Say what the customer has to do, even if it is nothing: "Please [step]." or "You need do nothing."',
    "proactive": 'Say what they will want to know next: "If [it has not come by day], [what to do]."',
    "further_help": 'Offer further help: "If anything is unclear, reply to this message or call [number]."',
    "blame reply": 'This puts the fault on the customer. Say what can be done: "[What happened]. Here is what I can do: [step]."',
    "jargon": 'Words of the house, which a customer does not know. Say it plainly: "This means that [what it means for you]."',
    "answers": "Answer these questions too, one by one, even where the answer is no.",
}
