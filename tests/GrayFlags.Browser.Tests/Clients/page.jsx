// A page that asks flags by OpenFeature's SDKs for the web and for React. Tests drive it by window.clients.
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, OpenFeatureProvider, useFlag } from '@openfeature/react-sdk';
import { createRoot } from 'react-dom/client';

function Shown({ flag }) {
  const { value } = useFlag(flag, 'code');
  return <output id="shown">{String(value)}</output>;
}

window.clients = {
  events: [],

  async start(path, context, options = {}) {
    for (const name of ['PROVIDER_READY', 'PROVIDER_CONFIGURATION_CHANGED', 'PROVIDER_STALE', 'PROVIDER_ERROR']) {
      OpenFeature.addHandler(name, () => this.events.push(name));
    }

    await OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl: location.origin + path, ...options }), context);
  },

  text: (flag, otherwise = 'code') => OpenFeature.getClient().getStringValue(flag, otherwise),

  details: (flag, otherwise) => OpenFeature.getClient().getStringDetails(flag, otherwise),

  setContext: context => OpenFeature.setContext(context),

  render(flag) {
    createRoot(document.getElementById('root')).render(<OpenFeatureProvider><Shown flag={flag} /></OpenFeatureProvider>);
  },

  // No page of a headless browser is ever in the background.
  setVisible(isVisible) {
    Object.defineProperty(document, 'visibilityState', { value: isVisible ? 'visible' : 'hidden', configurable: true });
    Object.defineProperty(document, 'hidden', { value: !isVisible, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  },
};
