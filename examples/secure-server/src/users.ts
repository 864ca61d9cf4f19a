import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export interface User {
  id: string;
  username: string;
}

interface StoredUser extends User {
  salt: Buffer;
  hash: Buffer;
}

/** The password of both demo users: `DEMO_PASSWORD`, or a new one that is printed at start. */
const password = process.env.DEMO_PASSWORD ?? randomBytes(9).toString('base64url');
if (!process.env.DEMO_PASSWORD) console.log(`sign in as alice or bob, password: ${password}`);

function derive(input: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(input, salt, 64, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

async function store(id: string, username: string): Promise<StoredUser> {
  const salt = randomBytes(16);
  return { id, username, salt, hash: await derive(password, salt) };
}

const users = [await store('u-1', 'alice'), await store('u-2', 'bob')];
const nobody = { salt: randomBytes(16), hash: randomBytes(64) };

/** The user, or undefined; an unknown name takes as long as a wrong password. */
export async function verifyPassword(username: unknown, input: unknown): Promise<User | undefined> {
  if (typeof username !== 'string' || typeof input !== 'string') return undefined;
  const user = users.find((candidate) => candidate.username === username);
  const { salt, hash } = user ?? nobody;
  const matches = timingSafeEqual(await derive(input, salt), hash);
  return matches ? user : undefined;
}
