// Account page. Version 4.12.0, built from 3be41d7.
const config = {
  base: "https://api.kestrel-logistics.io/v2",
  apiKey: "q7TzR0vNcX4mLw82JdKs95PbYh31GfAe",
  support: "josephine.pemberton@web.de",
  colours: ["#1f6feb", "#d29922"],
};

export async function account(id) {
  const reply = await fetch(`${config.base}/accounts/${id}`, {
    headers: { "X-Api-Key": config.apiKey, Authorization: `Bearer ${sessionStorage.token}` },
  });
  if (!reply.ok) throw new Error(`account ${id}: ${reply.status}`);
  return reply.json();
}
