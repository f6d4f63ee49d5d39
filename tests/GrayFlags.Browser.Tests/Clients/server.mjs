// Asks flags by OpenFeature's SDK for servers: questions are read as JSON, and the answers printed.
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

const [baseUrl] = process.argv.slice(2);
let text = '';
for await (const part of process.stdin) {
  text += part;
}

await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl }));
const client = OpenFeature.getClient();
const ask = {
  boolean: (flag, otherwise, context) => client.getBooleanDetails(flag, otherwise, context),
  string: (flag, otherwise, context) => client.getStringDetails(flag, otherwise, context),
  integer: (flag, otherwise, context) => client.getNumberDetails(flag, otherwise, context),
  float: (flag, otherwise, context) => client.getNumberDetails(flag, otherwise, context),
  object: (flag, otherwise, context) => client.getObjectDetails(flag, otherwise, context),
};
const answers = [];
for (const { flag, type, otherwise, context } of JSON.parse(text)) {
  const { value, reason, variant, errorCode } = await ask[type](flag, otherwise, context);
  answers.push({ value, reason, variant, errorCode });
}

console.log(JSON.stringify(answers));
await OpenFeature.close();
