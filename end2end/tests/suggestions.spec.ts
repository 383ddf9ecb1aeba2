import type { Page } from '@playwright/test';

import { expect, expectAccessible, test } from './fixtures';
import type { File } from './fixtures/files';

const csv = (name: string, content: string): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

const MAILBOX = '/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=0a1b-jane';

/** What stands in columns of addresses and phones and is none. */
const untidy = csv(
  'untidy.csv',
  `External ID,First Name,Work Email,Cell Phone
1,Ann,-,n/a
2,Bo,bo@x.example,无
3,-,${MAILBOX},(415) 555-0102
4,Di,Di Orr <di@x.example>,415 555 01
5,Ed,SMTP:ed@x.example,(415) 555-0105 Fax
6,Fay,fay@x.example; f@y.example,"(415) 555-0106
(415) 555-0107"
`,
);

const suggestion = (page: Page, text: string) => page.locator('.suggestion').filter({ hasText: text });

test('cells that plainly should read otherwise are put right with one click, and not before', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(untidy);
  await expect(wizard.importable('1', '6')).toBeVisible();
  const nothing = suggestion(page, '3 cells say only that there is no value');
  await expect(nothing).toContainText('(Work Email, Cell Phone)');
  await expect(suggestion(page, '1 cell has the internal name of a mailbox within Exchange')).toContainText('(Work Email)');
  await expect(suggestion(page, '2 cells have something around their e-mail address')).toContainText('(Work Email)');
  await expectAccessible(page);

  await nothing.getByRole('button', { name: 'Leave them empty' }).click();
  await expect(wizard.importable('2', '6')).toBeVisible();
  await expect(nothing).toBeHidden();
  const fixes = page.getByRole('region', { name: 'Fixes' });
  await expect(fixes.getByText('Work Email: words for no value left empty')).toBeVisible();
  await expect(fixes.getByText('Cell Phone: words for no value left empty')).toBeVisible();
  await page.getByRole('button', { name: 'Keep the address alone (Work Email)' }).click();
  await expect(wizard.importable('4', '6')).toBeVisible();
  await page.getByRole('button', { name: 'Leave them empty (Work Email)' }).click();
  await expect(wizard.importable('5', '6')).toBeVisible();
  await expect(page.locator('.suggestion')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(wizard.importable('4', '6')).toBeVisible();
  await expect(suggestion(page, 'mailbox within Exchange')).toBeVisible();
});

test('the reason is said why a phone or an address is none', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(untidy);
  const phones = await wizard.problem('Unreadable phone number');
  await expect(phones).toContainText('“415 555 01” is left out: it is too short for a number of United States.');
  await expect(phones).toContainText('is left out: words among the digits leave open which number is meant.');
  await expect(phones).toContainText('is left out: several numbers in one cell.');
  await expect(phones).toContainText('A number, or an empty cell where there is none');
  const emails = await wizard.problem('Not one complete e-mail address');
  await expect(emails).toContainText('This is the internal name of a mailbox within Exchange');
  await expect(emails).toContainText('The address alone, without what is around it');
  await expect(emails).toContainText('This cell has several');
});

const PHONES = ['030 123456', '0171 2345678', '089 21800', '0221 4710123', '0351 4633212', '0151 23456789', '0711 6850'];
const german = csv(
  'kunden.csv',
  `External ID,First Name,Work Phone\n${PHONES.map((phone, n) => `${n},Kunde ${n},${phone}`).join('\n')}\n8,Gast,+1 415 555 0102\n`,
);

test('the country of the phones of a file is offered with figures, and taken by a click', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.choose(german);
  const offer = suggestion(page, '7 phone numbers without a country code were looked at: 7 fit Germany, 0 fit United States');
  await expect(offer).toBeVisible();
  await expectAccessible(page);
  await offer.getByRole('button', { name: 'Use Germany' }).click();
  await expect(offer).toBeHidden();
  await expect(page.getByRole('group').filter({ hasText: 'Unreadable phone number' })).toBeHidden();
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Germany is the default country now.');
  await wizard.toSettings();
  await expect(page.getByLabel('Default country')).toHaveValue('DE');
  await expect(page.locator('.suggestion')).toHaveCount(0);
  // It is offered again where the country is chosen, and nowhere taken by itself.
  await page.getByLabel('Default country').selectOption('US');
  await expect(offer).toBeVisible();
  await offer.getByRole('button', { name: 'Use Germany' }).click();
  await expect(page.getByLabel('Default country')).toHaveValue('DE');
  await expect(page.getByLabel('Default country')).toBeFocused();
});
