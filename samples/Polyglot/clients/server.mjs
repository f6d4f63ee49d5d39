// A server in another language: it asks for whichever user it has at hand, one flag at a time.
import { createServer } from 'node:http';
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

await OpenFeature.setProviderAndWait(new OFREPProvider({
  baseUrl: process.env.OFREP_ENDPOINT,
  headers: [['X-API-Key', process.env.BACKEND_KEY]],
}));
const client = OpenFeature.getClient();

async function answersFor(user, region) {
  const context = { targetingKey: user, region };
  const answers = {};
  for (const flag of ['new-banner', 'new-checkout', 'evening-sale', 'staff-room']) {
    const { value, reason, flagMetadata } = await client.getBooleanDetails(flag, false, context);
    answers[flag] = `${value ? 'on' : 'off'} (${reason}${flagMetadata.rule ? `, rule ${flagMetadata.rule}` : ''})`;
  }

  return answers;
}

if (process.argv.includes('--once')) {
  for (const [user, region] of [['ana', 'SE'], ['guo', 'CN-GD-GZ'], ['han', 'CN-GD-SZ'], ['eve', 'SE']]) {
    console.log(`Node asks for ${user} in ${region}: ${JSON.stringify(await answersFor(user, region))}`);
  }

  await OpenFeature.close();
} else {
  createServer(async (request, response) => {
    const { searchParams } = new URL(request.url, 'http://localhost');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await answersFor(searchParams.get('user') ?? '', searchParams.get('region') ?? ''), null, 2));
  }).listen(5081, '127.0.0.1');
}
