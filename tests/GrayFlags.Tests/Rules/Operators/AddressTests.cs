using System.Net;
using GrayFlags.Rules.Operators;
using GrayFlags.Rules.Sets;
using NUnit.Framework;

namespace GrayFlags.Tests.Rules.Operators;

public sealed class AddressTests
{
    // Against the framework: all that it writes is read as the same address, whatever the form.
    [Test]
    public void Address_ThatTheFrameworkWrites_IsRead()
    {
        var random = new Random(20261201);
        var bytes = new byte[16];
        for (var index = 0; index < 5_000; index++)
        {
            random.NextBytes(bytes);

            // Runs of zeros, and the addresses that have a form of their own.
            bytes.AsSpan(random.Next(8), random.Next(8)).Clear();
            bytes.AsSpan(0, random.Next(4) switch { 0 => 10, 1 => 12, _ => 0 }).Clear();
            if (random.Next(4) == 0)
            {
                bytes.AsSpan(10, 2).Fill(0xFF);
            }

            var address = new IPAddress(bytes);
            var expected = new UInt128(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8)));
            var full = string.Join(':', Enumerable.Range(0, 8).Select(group => $"{(bytes[group * 2] << 8) | bytes[(group * 2) + 1]:X}"));
            foreach (var text in new[] { address.ToString(), full, full + "%eth0" })
            {
                Assert.That(AddressText.TryParse(text, out var read), Is.True, text);
                Assert.That(read, Is.EqualTo(expected), text);
            }

            var v4 = new IPAddress(bytes.AsSpan(12));
            Assert.That(AddressText.TryParse(v4.ToString(), out var mapped), Is.True, v4.ToString());
            Assert.That(AddressText.TryParse(v4.MapToIPv6().ToString(), out var written) && written == mapped, Is.True, v4.ToString());
        }
    }

    [TestCase("")]
    [TestCase(" 10.0.0.1")]
    [TestCase("10.0.0.1 ")]
    [TestCase("10.0.0")]
    [TestCase("10.0.0.0.1")]
    [TestCase("10.0.0.256")]
    [TestCase("10.0.0.1000")]
    [TestCase("010.0.0.1")]
    [TestCase("0x10.0.0.1")]
    [TestCase("10.0..1")]
    [TestCase("10.0.0.1.")]
    [TestCase("+1.0.0.1")]
    [TestCase("10.0.0.1:80")]
    [TestCase("10.0.0.1%3")]
    [TestCase(":")]
    [TestCase(":::")]
    [TestCase("1::2::3")]
    [TestCase("1:2:3:4:5:6:7")]
    [TestCase("1:2:3:4:5:6:7:8:9")]
    [TestCase("1:2:3:4:5:6:7::8")]
    [TestCase("::12345")]
    [TestCase("::g")]
    [TestCase("::1\0")]
    [TestCase("[::1]")]
    [TestCase("::1.2.3")]
    [TestCase("1.2.3.4::")]
    [TestCase("1:2:3:4:5:6:7:1.2.3.4")]
    [TestCase("localhost")]
    public void Text_ThatIsNoAddress_IsRefused(string text) => Assert.That(AddressText.TryParse(text, out _), Is.False);

    [TestCase("10.0.0.0/33")]
    [TestCase("10.0.0.0/-1")]
    [TestCase("10.0.0.0/")]
    [TestCase("10.0.0.0/08")]
    [TestCase("10.0.0.0/8/8")]
    [TestCase("10.0.0.0/255.0.0.0")]
    [TestCase("::/129")]
    [TestCase("fe80::1%3/64")]
    [TestCase("/8")]
    [TestCase("10.0.0.0-10.0.0.9")]
    public void Text_ThatIsNoNetwork_IsRefused(string text) => Assert.That(AddressText.TryParseNetwork(text, out _, out _), Is.False);

    [TestCase("10.0.0.0/8", "10.0.0.0 10.255.255.255 ::ffff:10.1.2.3 ::FFFF:a01:203", "9.255.255.255 11.0.0.0 ::10.0.0.1 ::a00:1")]
    [TestCase("10.1.2.3/8", "10.0.0.0", "11.0.0.0")]
    [TestCase("10.0.0.1", "10.0.0.1", "10.0.0.0 10.0.0.2")]
    [TestCase("10.0.0.1/32", "10.0.0.1", "10.0.0.2")]
    [TestCase("10.0.0.2/31", "10.0.0.2 10.0.0.3", "10.0.0.1 10.0.0.4")]
    [TestCase("0.0.0.0/0", "0.0.0.0 255.255.255.255 ::ffff:1.2.3.4", "::1 ::fffe:0:0 ::1:0:0:0")]
    [TestCase("::/0", "::1 ffff:: ::fffe:ffff:ffff ::1:0:0:0", "1.2.3.4 ::ffff:1.2.3.4")]
    [TestCase("::ffff:0:0/95", "::fffe:1.2.3.4", "1.2.3.4")]
    [TestCase("::ffff:10.0.0.0/104", "10.9.9.9", "11.0.0.0")]
    [TestCase("2001:db8::/32", "2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2001:DB8::1%eth0", "2001:db9:: 2001:db7:ffff::")]
    [TestCase("::1/128", "::1 0:0:0:0:0:0:0:1", "::2 ::")]
    [TestCase("::/0|::/64|::5", "1:: ::5 ::6", "1.2.3.4")]
    [TestCase("10.0.0.0/8|10.1.0.0/16|10.0.0.0/24|192.168.1.1", "10.0.0.9 10.2.0.0 192.168.1.1", "192.168.1.0 11.0.0.0")]
    [TestCase("", "", "10.0.0.1 ::1")]
    public void Set_HoldsWhatItSays(string networks, string inside, string outside)
    {
        var set = new AddressSet(networks.Split('|', StringSplitOptions.RemoveEmptyEntries));

        Assert.Multiple(() =>
        {
            foreach (var text in inside.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.That(AddressText.TryParse(text, out var address) && set.Contains(address), Is.True, text);
            }

            foreach (var text in outside.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.That(AddressText.TryParse(text, out var address) && !set.Contains(address), Is.True, text);
            }
        });
    }
}
