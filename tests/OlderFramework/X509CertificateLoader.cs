namespace System.Security.Cryptography.X509Certificates;

/// <summary>The way in which certificates are read from .NET 9 on.</summary>
internal static class X509CertificateLoader
{
    public static X509Certificate2 LoadPkcs12(byte[] data, string? password) => new(data, password);
}
