# frozen_string_literal: true

# @summary Writes the headers of a check as HAProxy's `http-check send` takes them, with the `Host` that every request of HTTP/1.1 has.
Puppet::Functions.create_function(:'parallax::haproxy_headers') do
  # @param headers values by name
  # @return [String] words that begin with a space
  dispatch :words do
    param 'Hash[String, String]', :headers
    return_type 'String'
  end

  # HAProxy puts in the address and port of the server that it asks: that is the host that kubelets and Consul's agents name.
  def words(headers)
    own = headers.map { |name, value| " hdr #{name} '#{literal(value)}'" }.join
    headers.keys.any? { |name| name.casecmp?('host') } ? own : " hdr Host '%si:%sp'#{own}"
  end

  # Inside quotes only the quote itself means something to HAProxy's reader, and a percent sign to its formats.
  def literal(value)
    value.gsub('%', '%%').gsub("'") { "'\\''" }
  end
end
