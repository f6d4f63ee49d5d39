using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Playwright;

namespace GrayFlags.Browser.Tests.Pages;

/// <summary>Pictures with a palette of 256 colours: a third of what the browser writes, and no tool beside it.</summary>
internal static class SmallPng
{
    private const uint CrcPolynomial = 0xEDB88320;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes a picture that the browser has taken.</summary>
    /// <param name="page">A page whose browser reads the pixels.</param>
    /// <param name="png">The picture.</param>
    /// <param name="path">The file.</param>
    public static async Task WriteAsync(IPage page, byte[] png, string path)
    {
        // The 256 most frequent colours, and for every other one the nearest of them.
        var told = await page.EvaluateAsync<string[]>("""
            async png => {
              const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), letter => letter.charCodeAt(0))]));
              const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
              canvas.drawImage(bitmap, 0, 0);
              const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
              const colours = new Uint32Array(data.length / 4).map((_, index) => data[4 * index] << 16 | data[4 * index + 1] << 8 | data[4 * index + 2]);
              const counts = new Map();
              for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
              const palette = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 256).map(([colour]) => colour);
              const places = new Map(palette.map((colour, place) => [colour, place]));
              const apart = (one, other) => [16, 8, 0].reduce((sum, shift) => sum + ((one >> shift & 255) - (other >> shift & 255)) ** 2, 0);
              const nearest = colour => palette.reduce((best, other, place) => apart(colour, other) < apart(colour, palette[best]) ? place : best, 0);
              const text = bytes => bytes.reduce((pieces, byte) => (pieces.push(String.fromCharCode(byte)), pieces), []).join('');
              const indexes = colours.map(colour => { if (!places.has(colour)) places.set(colour, nearest(colour)); return places.get(colour); });
              return [String(bitmap.width), String(bitmap.height), btoa(text(palette.flatMap(colour => [colour >> 16, colour >> 8 & 255, colour & 255]))),
                btoa(text(indexes))];
            }
            """, Convert.ToBase64String(png));
        var (width, height) = (int.Parse(told[0], null), int.Parse(told[1], null));
        var indexes = Convert.FromBase64String(told[3]);
        using var rows = new MemoryStream();
        await using (var zlib = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(indexes, row * width, width);
            }
        }

        using var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "PLTE"u8, Convert.FromBase64String(told[2]));
        Chunk(file, "IDAT"u8, rows.ToArray());
        Chunk(file, "IEND"u8, []);
        await File.WriteAllBytesAsync(path, file.ToArray());
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var crc = uint.MaxValue;
        foreach (var part in (byte[])[.. type, .. content])
        {
            crc ^= part;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ CrcPolynomial : crc >> 1;
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }
}
