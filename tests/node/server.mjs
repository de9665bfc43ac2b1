// The server that the Python test has started, and messages to try.

export const port = Number(process.env.TONEGUARD_PORT);
export const token = process.env.TONEGUARD_TOKEN;
export const closedPort = Number(process.env.TONEGUARD_CLOSED_PORT);

export const CIVIL = "Hello,\n\ncould you please tell me when order KT-204 of 3 May will arrive?\n\nThank you,\nSam\n";
export const RUDE = {
  en: "Hello,\n\nyou people are useless idiots.\n",
  ur: "سنو،\n\nتم سب چور ہو۔ میرے پیسے ابھی واپس کرو۔\n",
  tl: "Hoy!\n\nMga manloloko kayo! Walang kwenta ang serbisyo ninyo.\n",
};
