/**
 * SEC-11: Chromium's own command line, set before anything starts: no name look-ups, no background
 * traffic, no way around the deny handlers. The first item is the switch, the second its value.
 */
export const CHROMIUM_SWITCHES: readonly (readonly [string, string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['proxy-server', 'http://127.0.0.1:9'],
  ['proxy-bypass-list', '<-loopback>'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['disable-background-networking', ''],
  ['disable-client-side-phishing-detection', ''],
  ['disable-component-update', ''],
  ['disable-default-apps', ''],
  ['disable-domain-reliability', ''],
  ['disable-quic', ''],
  ['disable-sync', ''],
  ['dns-prefetch-disable', ''],
  ['no-pings', ''],
  ['disable-breakpad', ''],
  [
    'disable-features',
    'DnsOverHttps,AsyncDns,NetworkTimeServiceQuerying,OptimizationHints,Translate,MediaRouter',
  ],
];
