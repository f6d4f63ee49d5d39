// The page paints what the server has written into it, and from then on what OpenFeature's client is told.
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, OpenFeatureProvider, useContextMutator, useFlag } from '@openfeature/react-sdk';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const first = JSON.parse(document.getElementById('flags').textContent);
const regions = ['', 'CN-GD', 'SE'];

// The context of a page is what it may say itself; who asks is the cookie's.
OpenFeature.setProvider(new OFREPWebProvider({ baseUrl: location.origin, cacheMode: 'network-first' }));

function Flag({ name }) {
  const { value, reason } = useFlag(name, first[name] ?? false);
  return <li>{name}: <b>{value ? 'on' : 'off'}</b> <small>{reason}</small></li>;
}

function Page() {
  const { setContext } = useContextMutator();
  const [region, setRegion] = useState('');
  const choose = chosen => {
    setRegion(chosen);
    setContext({ region: chosen });
  };
  return (
    <>
      <h1>A shop in React, by the rules of a .NET app</h1>
      <p>You are in {regions.map(one => (
        <label key={one}><input type="radio" checked={one === region} onChange={() => choose(one)} /> {one || 'nowhere'} </label>
      ))}</p>
      <ul>{Object.keys(first).map(name => <Flag key={name} name={name} />)}</ul>
      <p>Edit samples/Storefront/flags.json: the page follows within seconds.</p>
    </>
  );
}

createRoot(document.getElementById('root')).render(
  <OpenFeatureProvider suspendUntilReady={false}><Page /></OpenFeatureProvider>,
);
