import { Agent, request } from 'node:https'

/** A JSON answer of the API server. */
export interface ApiAnswer<Body> {
  /** HTTP status code. */
  status: number
  body: Body
}

/** What a request may carry beside method and path. */
export interface ApiRequest {
  /** Sent as JSON. */
  body?: unknown
  /** Default `application/json`; patches need their own. */
  contentType?: string
  /** Default `application/json`. */
  accept?: string
}

/** Talks to one API server as one user, over connections that stay open. Independent of the code under test. */
export class ApiClient {
  readonly #url: string
  readonly #token: string
  readonly #agent: Agent

  /** @param ca PEM */
  constructor(url: string, ca: string, token: string) {
    this.#url = url
    this.#token = token
    this.#agent = new Agent({ ca, keepAlive: true, maxSockets: 8 })
  }

  /** Sends a request and reads the whole answer, whatever its status; text that is not JSON is given as a string. */
  send<Body = unknown>(method: string, path: string, options: ApiRequest = {}): Promise<ApiAnswer<Body>> {
    const payload = options.body === undefined ? undefined : JSON.stringify(options.body)
    const headers = {
      authorization: `Bearer ${this.#token}`,
      accept: options.accept ?? 'application/json',
      ...(payload === undefined ? {} : { 'content-type': options.contentType ?? 'application/json' }),
    }
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, this.#url), { method, headers, agent: this.#agent }, (incoming) => {
        let text = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (chunk: string) => {
          text += chunk
        })
        incoming.on('error', reject)
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: parsed(text) as Body }))
      })
      outgoing.on('error', reject)
      outgoing.end(payload)
    })
  }

  /** Like {@link ApiClient.send}, but any status other than 2xx is an error. */
  async expect<Body = unknown>(method: string, path: string, options: ApiRequest = {}): Promise<Body> {
    const { status, body } = await this.send<Body>(method, path, options)
    if (status >= 200 && status < 300) return body
    throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`)
  }

  /** Closes the open connections. */
  close(): void {
    this.#agent.destroy()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
